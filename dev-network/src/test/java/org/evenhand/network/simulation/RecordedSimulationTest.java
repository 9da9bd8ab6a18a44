package org.evenhand.network.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.evenhand.network.ledger.HistoricValue;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.lifecycle.ChaincodeDefinition;
import org.evenhand.network.rwset.ReadWriteSet;
import org.evenhand.network.testing.RecordedFabric;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.Test;

/**
 * Asks a simulator for what the transactions of a real network asked, in another order, and expects the real peers'
 * bytes.
 */
class RecordedSimulationTest {
    @Test
    void makes_the_bytes_that_real_peers_endorsed() throws Exception {
        int compared = 0;
        int withRanges = 0;
        for (ByteString results : recordedResults()) {
            ReadWriteSet recorded = ReadWriteSet.parse(results);
            if (isSupported(recorded)) {
                assertThat(simulate(recorded)).isEqualTo(results);
                compared++;
                withRanges += hasRanges(recorded) ? 1 : 0;
            }
        }

        assertThat(compared).isGreaterThan(30);
        assertThat(withRanges).isPositive();
    }

    private static ByteString simulate(ReadWriteSet recorded) throws SimulationException {
        Simulator simulator = new Simulator(new RecordedState(recorded), "tx");
        for (ReadWriteSet.NamespaceSet namespace : recorded.namespaces()) {
            String name = namespace.location().namespace();
            KVRWSet keys = namespace.keys();
            for (RangeQueryInfo query : keys.getRangeQueriesInfoList()) {
                // The end that was asked for is known only when the query came to it.
                ResultCursor cursor =
                        simulator.range(name, query.getStartKey(), query.getItrExhausted() ? query.getEndKey() : "");
                for (int i = 0; i < query.getRawReads().getKvReadsCount(); i++) {
                    assertThat(cursor.next()).isPresent();
                }
                if (query.getItrExhausted()) {
                    assertThat(cursor.next()).isEmpty();
                }
            }
            for (KVWrite write : backwards(keys.getWritesList())) {
                simulator.put(name, write.getKey(), write.getValue());
            }
            for (KVRead read : backwards(keys.getReadsList())) {
                simulator.get(name, read.getKey());
            }
        }
        return simulator.results();
    }

    /** Every set that a peer makes holds the read of a definition; some of the recorded ones were made by hand. */
    private static boolean isSupported(ReadWriteSet set) {
        boolean madeByPeer = set.namespaces().stream()
                .anyMatch(namespace -> namespace.location().namespace().equals(ChaincodeDefinition.LIFECYCLE));
        return madeByPeer
                && set.namespaces().stream()
                        .allMatch(namespace -> namespace.collections().isEmpty()
                                && namespace.keys().getMetadataWritesCount() == 0
                                && namespace.keys().getRangeQueriesInfoList().stream()
                                        .noneMatch(RangeQueryInfo::hasReadsMerkleHashes));
    }

    private static boolean hasRanges(ReadWriteSet set) {
        return set.namespaces().stream().anyMatch(namespace -> namespace.keys().getRangeQueriesInfoCount() > 0);
    }

    /** Those of valid transactions: among the others are some that no peer ever made. */
    private static List<ByteString> recordedResults() throws InvalidProtocolBufferException {
        List<ByteString> results = new ArrayList<>();
        for (Block block : RecordedFabric.blocks()) {
            ByteString flags = block.getMetadata().getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE);
            for (int i = 0; i < block.getData().getDataCount(); i++) {
                if (flags.byteAt(i) == TxValidationCode.VALID_VALUE) {
                    results.addAll(results(block.getData().getData(i)));
                }
            }
        }
        return results;
    }

    private static List<ByteString> results(ByteString envelope) throws InvalidProtocolBufferException {
        List<ByteString> results = new ArrayList<>();
        Payload payload = Payload.parseFrom(Envelope.parseFrom(envelope).getPayload());
        int type =
                ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()).getType();
        if (type == HeaderType.ENDORSER_TRANSACTION_VALUE) {
            for (TransactionAction action :
                    Transaction.parseFrom(payload.getData()).getActionsList()) {
                results.add(results(action));
            }
        }
        return results;
    }

    private static ByteString results(TransactionAction action) throws InvalidProtocolBufferException {
        ByteString response = ChaincodeActionPayload.parseFrom(action.getPayload())
                .getAction()
                .getProposalResponsePayload();
        ByteString extension = ProposalResponsePayload.parseFrom(response).getExtension();
        return ChaincodeAction.parseFrom(extension).getResults();
    }

    private static <T> List<T> backwards(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    /** A state that holds what one transaction saw. */
    private record RecordedState(ReadWriteSet recorded) implements StateReader {
        @Override
        public long height() {
            return 1;
        }

        @Override
        public Optional<VersionedValue> get(String namespace, String key) {
            return keys(namespace).getReadsList().stream()
                    .filter(read -> read.getKey().equals(key) && read.hasVersion())
                    .map(read -> new VersionedValue(ByteString.EMPTY, version(read)))
                    .findFirst();
        }

        @Override
        public Iterator<KeyedValue> range(String namespace, String startInclusive, String endExclusive) {
            return keys(namespace).getRangeQueriesInfoList().stream()
                    .filter(query -> query.getStartKey().equals(startInclusive))
                    .flatMap(query -> query.getRawReads().getKvReadsList().stream())
                    .map(read -> new KeyedValue(read.getKey(), ByteString.EMPTY, version(read)))
                    .iterator();
        }

        @Override
        public List<HistoricValue> history(String namespace, String key) {
            return List.of();
        }

        private KVRWSet keys(String namespace) {
            return recorded.namespaces().stream()
                    .filter(set -> set.location().namespace().equals(namespace))
                    .findFirst()
                    .orElseThrow()
                    .keys();
        }

        private static Version version(KVRead read) {
            return new Version(
                    read.getVersion().getBlockNum(), read.getVersion().getTxNum());
        }
    }
}
