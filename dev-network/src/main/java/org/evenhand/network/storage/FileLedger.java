package org.evenhand.network.storage;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.block.CommitHash;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.ledger.CommittedBlock;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.ledger.CorruptLedgerException;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.ledger.LedgerSize;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.rwset.BlockUpdates;
import org.evenhand.network.rwset.ReadWriteSet;
import org.evenhand.network.transaction.TransactionIds;
import org.evenhand.network.validation.BlockValidator;
import org.evenhand.network.validation.ConfigTransactions;
import org.evenhand.network.validation.ValidatedBlock;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger in a folder. The block files are all that is kept; state, history and indexes are rebuilt from them at every
 * start, and every hash is checked on the way.
 */
public final class FileLedger implements Ledger {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileLedger.class);
    private static final long FILE_BYTES = 64L << 20;
    /** Those who follow the ledger ask for its last blocks over and over. */
    private static final int RECENT_BLOCKS = 32;

    private final FolderLock lock;
    private final BlockFiles files;
    private final SigningIdentity orderer;
    private final History history = new History();
    private final TransactionIndex transactions = new TransactionIndex(this::block);
    private final LongTable numbersByHash = new LongTable();
    private final Map<Long, CommittedBlock> recent = Collections.synchronizedMap(new RecentBlocks());
    private final List<Consumer<CommittedBlock>> listeners = new CopyOnWriteArrayList<>();
    private final Object commitLock = new Object();
    private boolean broken;
    private volatile Tip tip = Tip.start(new PastValueReader(history, this::block));

    private FileLedger(Path folder, Disk disk, long fileBytes, SigningIdentity orderer) throws IOException {
        this.orderer = orderer;
        this.lock = FolderLock.take(folder);
        try {
            this.files = BlockFiles.open(folder, disk, fileBytes, this::replay);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens the ledger of a folder, or begins one.
     *
     * @param genesis makes the first block; not called when the folder has one.
     * @param orderer signs the blocks.
     * @throws CorruptLedgerException if the files were changed since they were written.
     * @throws IllegalStateException if the ledger is already open, here or elsewhere.
     * @throws UncheckedIOException if the folder cannot be read or written.
     */
    public static FileLedger open(Path folder, Supplier<Block> genesis, SigningIdentity orderer) {
        return open(folder, genesis, orderer, FILE_BYTES);
    }

    static FileLedger open(Path folder, Supplier<Block> genesis, SigningIdentity orderer, long fileBytes) {
        return open(folder, genesis, orderer, fileBytes, FileChannel::open);
    }

    static FileLedger open(Path folder, Supplier<Block> genesis, SigningIdentity orderer, long fileBytes, Disk disk) {
        FileLedger ledger;
        try {
            ledger = new FileLedger(folder, disk, fileBytes, orderer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the ledger in " + folder + ": " + e.getMessage(), e);
        }
        try {
            if (ledger.height() == 0) {
                ledger.begin(genesis.get());
            }
        } catch (IOException e) {
            ledger.close();
            throw new UncheckedIOException("cannot begin a ledger in " + folder + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
        LOGGER.info("Channel {} has {} blocks in {}", ledger.channel(), ledger.height(), folder);
        return ledger;
    }

    private void begin(Block genesis) throws IOException {
        ValidatedBlock valid = new ValidatedBlock(
                List.of(TransactionIds.of(genesis.getData().getData(0))),
                List.of(TxValidationCode.VALID),
                Collections.emptySortedMap(),
                new BlockUpdates(),
                Optional.of(ChannelConfig.of(genesis)));
        Block block = BlockAssembly.validated(genesis, valid, ByteString.EMPTY);
        files.append(block);
        apply(block, valid, ByteString.EMPTY);
    }

    /** Takes a block from the files, checking every hash that does not need a key. */
    private void replay(Block block) {
        long number = block.getHeader().getNumber();
        long expected = tip.height();
        if (number != expected
                || !block.getHeader().getPreviousHash().equals(tip.headerHash())
                || !block.getHeader().getDataHash().equals(BlockHashes.dataHash(block.getData()))) {
            throw new CorruptLedgerException("block " + expected
                    + " was changed: its number or hashes do not fit (it says it is block " + number + ")");
        }
        try {
            ValidatedBlock recorded = BlockValidator.recorded(block, tip.state());
            ByteString commitHash = tip.commitHashAfter(recorded);
            if (!commitHash.equals(CommitHash.of(block))) {
                throw new CorruptLedgerException("block " + number + " was changed: its commit hash does not fit");
            }
            apply(block, recorded, commitHash);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new CorruptLedgerException("block " + number + " was changed: it is unreadable", e);
        }
    }

    private CommittedBlock apply(Block block, ValidatedBlock validated, ByteString commitHash) {
        long number = block.getHeader().getNumber();
        Tip next = tip.after(block, validated, commitHash);
        validated.effects().forEach((index, effect) -> {
            for (ReadWriteSet.Write write : effect.writes()) {
                if (!write.location().isHashed()) {
                    history.add(write.location().namespace(), write.key(), new Version(number, index));
                }
            }
        });
        CommittedBlock committed = new CommittedBlock(block, TransactionIndex.list(number, validated));
        // First, since whoever finds something in the indexes reads the block.
        recent.put(number, committed);
        transactions.add(committed.transactions());
        numbersByHash.add(fingerprint(next.headerHash()), number);
        tip = next;
        return committed;
    }

    @Override
    public CommittedBlock commit(List<Envelope> batch) {
        if (batch.isEmpty()) {
            throw new IllegalArgumentException("a block holds at least one envelope");
        }
        synchronized (commitLock) {
            if (broken) {
                throw new IllegalStateException("a block could not be written or applied: open the ledger again");
            }
            Tip before = tip;
            Block ordered = BlockAssembly.ordered(before, batch, orderer);
            ValidatedBlock validated = BlockValidator.validate(
                    ordered,
                    before.state(),
                    before.configInForce(),
                    txId -> transactions.find(txId).isPresent(),
                    ConfigTransactions.REFUSED);
            ByteString commitHash = before.commitHashAfter(validated);
            Block block = BlockAssembly.validated(ordered, validated, commitHash);
            // Whatever goes wrong from here on, a block of this number may be on disk, and there must be no second one.
            broken = true;
            persist(block);
            CommittedBlock committed = apply(block, validated, commitHash);
            broken = false;
            listeners.forEach(listener -> tell(listener, committed));
            return committed;
        }
    }

    private void persist(Block block) {
        try {
            files.append(block);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "block " + block.getHeader().getNumber() + " could not be written: " + e.getMessage(), e);
        }
    }

    private static void tell(Consumer<CommittedBlock> listener, CommittedBlock block) {
        try {
            listener.accept(block);
        } catch (RuntimeException e) {
            LOGGER.error("A listener failed on block {}; the others still hear of it", block.number(), e);
        }
    }

    @Override
    public String channel() {
        return config().channel();
    }

    @Override
    public long height() {
        return tip.height();
    }

    @Override
    public LedgerSize size() {
        LedgerState state = tip.state();
        return new LedgerSize(
                state.height(), files.bytes(), state.size().keys(), state.size().bytes());
    }

    @Override
    public ByteString tipHash() {
        return tip.headerHash();
    }

    @Override
    public Block block(long number) {
        CommittedBlock known = recent.get(number);
        if (known != null) {
            return known.block();
        }
        if (number < 0 || number >= tip.height()) {
            throw new NoSuchElementException("channel has " + tip.height() + " blocks, but no block " + number);
        }
        try {
            return files.block(number);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read block " + number, e);
        }
    }

    @Override
    public Optional<Long> blockNumberByHash(ByteString headerHash) {
        if (headerHash.size() < Long.BYTES) {
            return Optional.empty();
        }
        return numbersByHash.find(fingerprint(headerHash)).stream()
                .filter(number ->
                        BlockHashes.headerHash(block(number).getHeader()).equals(headerHash))
                .findFirst();
    }

    private static long fingerprint(ByteString hash) {
        return hash.asReadOnlyByteBuffer().getLong();
    }

    @Override
    public Optional<CommittedTransaction> transaction(String txId) {
        return transactions.find(txId);
    }

    @Override
    public List<CommittedTransaction> transactions(long number) {
        CommittedBlock known = recent.get(number);
        if (known != null) {
            return known.transactions();
        }
        try {
            return TransactionIndex.list(block(number));
        } catch (InvalidProtocolBufferException e) {
            throw new CorruptLedgerException("block " + number + " was changed since it was read at the start", e);
        }
    }

    @Override
    public StateReader snapshot() {
        return tip.state();
    }

    @Override
    public ChannelConfig config() {
        return tip.configInForce();
    }

    @Override
    public Subscription onCommit(Consumer<CommittedBlock> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        synchronized (commitLock) {
            broken = true;
            try (lock;
                    files) {
                listeners.clear();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close the ledger", e);
            }
        }
    }

    private static final class RecentBlocks extends LinkedHashMap<Long, CommittedBlock> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, CommittedBlock> eldest) {
            return size() > RECENT_BLOCKS;
        }
    }
}
