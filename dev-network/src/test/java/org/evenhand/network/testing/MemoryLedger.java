package org.evenhand.network.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.ledger.CommittedBlock;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.ledger.HistoricValue;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.rwset.Location;
import org.evenhand.network.rwset.ReadWriteSet;
import org.evenhand.network.rwset.Utf8Order;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** A ledger in memory that checks read versions and nothing else: for tests of what stands around a ledger. */
public final class MemoryLedger implements Ledger {
    private final ChannelConfig config;
    private final List<Block> blocks = new ArrayList<>();
    private final List<List<CommittedTransaction>> results = new ArrayList<>();
    private final Map<String, CommittedTransaction> transactions = new HashMap<>();
    private final List<Consumer<CommittedBlock>> listeners = new CopyOnWriteArrayList<>();
    private TreeMap<String, VersionedValue> state = new TreeMap<>(Utf8Order.INSTANCE);

    /** A ledger with this block alone. */
    public MemoryLedger(Block genesis) {
        config = ChannelConfig.of(genesis);
        blocks.add(genesis);
        results.add(List.of(new CommittedTransaction("", 0, 0, TxValidationCode.VALID)));
    }

    /** Sets a value without a transaction. */
    public synchronized void seed(String namespace, String key, ByteString value) {
        TreeMap<String, VersionedValue> next = new TreeMap<>(state);
        next.put(namespace + "\u0000" + key, new VersionedValue(value, new Version(0, 0)));
        state = next;
    }

    @Override
    public String channel() {
        return config.channel();
    }

    @Override
    public synchronized long height() {
        return blocks.size();
    }

    @Override
    public synchronized ByteString tipHash() {
        return BlockHashes.headerHash(blocks.get(blocks.size() - 1).getHeader());
    }

    @Override
    public synchronized Block block(long number) {
        if (number < 0 || number >= blocks.size()) {
            throw new NoSuchElementException("no block " + number);
        }
        return blocks.get((int) number);
    }

    @Override
    public synchronized Optional<Long> blockNumberByHash(ByteString headerHash) {
        return blocks.stream()
                .filter(block -> BlockHashes.headerHash(block.getHeader()).equals(headerHash))
                .map(block -> block.getHeader().getNumber())
                .findFirst();
    }

    @Override
    public synchronized Optional<CommittedTransaction> transaction(String txId) {
        return Optional.ofNullable(transactions.get(txId));
    }

    @Override
    public synchronized List<CommittedTransaction> transactions(long number) {
        return results.get((int) number);
    }

    @Override
    public synchronized StateReader snapshot() {
        return new Snapshot(blocks.size(), state);
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public CommittedBlock commit(List<Envelope> batch) {
        CommittedBlock committed;
        synchronized (this) {
            committed = append(batch);
        }
        listeners.forEach(listener -> listener.accept(committed));
        return committed;
    }

    @Override
    public Subscription onCommit(Consumer<CommittedBlock> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {}

    private CommittedBlock append(List<Envelope> batch) {
        long number = blocks.size();
        List<CommittedTransaction> codes = new ArrayList<>();
        TreeMap<String, VersionedValue> next = new TreeMap<>(state);
        BlockData.Builder data = BlockData.newBuilder();
        for (Envelope envelope : batch) {
            data.addData(envelope.toByteString());
            codes.add(apply(envelope, number, codes.size(), next));
        }
        BlockHeader header = BlockHeader.newBuilder()
                .setNumber(number)
                .setPreviousHash(tipHash())
                .setDataHash(BlockHashes.dataHash(data.build()))
                .build();
        Block block = Block.newBuilder().setHeader(header).setData(data).build();
        blocks.add(block);
        results.add(codes);
        codes.forEach(code -> transactions.putIfAbsent(code.txId(), code));
        state = next;
        return new CommittedBlock(block, codes);
    }

    private static CommittedTransaction apply(
            Envelope envelope, long number, int index, NavigableMap<String, VersionedValue> next) {
        try {
            Payload payload = Payload.parseFrom(envelope.getPayload());
            String txId = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader())
                    .getTxId();
            ChaincodeActionPayload action = ChaincodeActionPayload.parseFrom(
                    Transaction.parseFrom(payload.getData()).getActions(0).getPayload());
            ProposalResponsePayload response =
                    ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload());
            ReadWriteSet set = ReadWriteSet.parse(
                    ChaincodeAction.parseFrom(response.getExtension()).getResults());
            boolean valid = set.namespaces().stream().allMatch(namespace -> namespace.keys().getReadsList().stream()
                    .allMatch(read -> isCurrent(namespace.location(), read, next)));
            if (valid) {
                for (ReadWriteSet.Write write : set.writes()) {
                    String key = write.location().namespace() + "\u0000" + write.key();
                    if (write.deleted()) {
                        next.remove(key);
                    } else {
                        next.put(key, new VersionedValue(write.value(), new Version(number, index)));
                    }
                }
            }
            TxValidationCode code = valid ? TxValidationCode.VALID : TxValidationCode.MVCC_READ_CONFLICT;
            return new CommittedTransaction(txId, number, index, code);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean isCurrent(Location location, KVRead read, NavigableMap<String, VersionedValue> state) {
        VersionedValue value = state.get(location.namespace() + "\u0000" + read.getKey());
        return value == null
                ? !read.hasVersion()
                : read.hasVersion()
                        && value.version().block() == read.getVersion().getBlockNum()
                        && value.version().transaction() == read.getVersion().getTxNum();
    }

    private record Snapshot(long height, NavigableMap<String, VersionedValue> state) implements StateReader {
        @Override
        public Optional<VersionedValue> get(String namespace, String key) {
            return Optional.ofNullable(state.get(namespace + "\u0000" + key));
        }

        @Override
        public Iterator<KeyedValue> range(String namespace, String startInclusive, String endExclusive) {
            String end = endExclusive.isEmpty() ? namespace + "\u0001" : namespace + "\u0000" + endExclusive;
            return state.subMap(namespace + "\u0000" + startInclusive, end).entrySet().stream()
                    .map(entry -> new KeyedValue(
                            entry.getKey().substring(namespace.length() + 1),
                            entry.getValue().value(),
                            entry.getValue().version()))
                    .iterator();
        }

        @Override
        public List<HistoricValue> history(String namespace, String key) {
            return List.of();
        }
    }
}
