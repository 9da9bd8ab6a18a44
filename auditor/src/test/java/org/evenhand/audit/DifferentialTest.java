package org.evenhand.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two implementations of Fabric's validation, written apart, over the same odd blocks: what the embedded network stores
 * must be what the auditor computes, or anybody who may write could make an honest ledger look forged.
 */
class DifferentialTest {
    private static final long SEED = Long.getLong("evenhand.seed", 20_261_127L);
    private static final int BLOCKS = Integer.getInteger("evenhand.blocks", 450);
    private static final int BATCH_MAX = 12;

    @Test
    void whatever_is_written_both_validators_say_the_same(@TempDir Path folder) throws Exception {
        Random random = new Random(SEED);
        Map<TxValidationCode, Integer> seen = new EnumMap<>(TxValidationCode.class);
        Map<String, String> changes = new HashMap<>();
        try (EmbeddedLedger ledger = new EmbeddedLedger(folder)) {
            Mutations mutations = new Mutations(ledger, random);
            for (int i = 0; i < BLOCKS; i++) {
                List<Envelope> batch = new ArrayList<>();
                int size = 1 + random.nextInt(BATCH_MAX);
                long number = ledger.ledger().height();
                for (int index = 0; index < size; index++) {
                    batch.add(mutations.next());
                    changes.put(number + " transaction " + index, mutations.description());
                }
                ledger.commit(batch).forEach(code -> seen.merge(code, 1, Integer::sum));
            }

            List<String> disagreements = ledger.audit().findings().stream()
                    .filter(finding -> finding.code().severity() != Severity.NOTICE)
                    .map(finding -> finding + " after " + changes.get(place(finding)))
                    .toList();

            assertThat(disagreements).as("repeat with -Devenhand.seed=%d", SEED).isEmpty();
        }
        assertThat(seen.keySet())
                .as("codes that the fuzzing reached: %s", seen)
                .contains(
                        TxValidationCode.VALID,
                        TxValidationCode.BAD_PAYLOAD,
                        TxValidationCode.BAD_COMMON_HEADER,
                        TxValidationCode.BAD_CREATOR_SIGNATURE,
                        TxValidationCode.INVALID_ENDORSER_TRANSACTION,
                        TxValidationCode.UNSUPPORTED_TX_PAYLOAD,
                        TxValidationCode.BAD_PROPOSAL_TXID,
                        TxValidationCode.DUPLICATE_TXID,
                        TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
                        TxValidationCode.MVCC_READ_CONFLICT,
                        TxValidationCode.PHANTOM_READ_CONFLICT,
                        TxValidationCode.BAD_HEADER_EXTENSION,
                        TxValidationCode.BAD_RESPONSE_PAYLOAD,
                        TxValidationCode.BAD_RWSET,
                        TxValidationCode.ILLEGAL_WRITESET,
                        TxValidationCode.INVALID_CHAINCODE,
                        TxValidationCode.INVALID_OTHER_REASON);
    }

    @Test
    void several_refusals_at_once_are_no_contradiction_whichever_the_peer_met_first(@TempDir Path folder)
            throws Exception {
        try (EmbeddedLedger ledger = new EmbeddedLedger(folder)) {
            Forgery unendorsed = ledger.call("beta", new Random(1));
            unendorsed.endorsers.clear();
            write(unendorsed, "aaa-undefined");
            write(unendorsed, "beta");

            assertThat(ledger.commit(List.of(unendorsed.sealed())))
                    .containsExactly(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
            assertVerified(ledger);
        }
    }

    @Test
    void an_unreadable_header_extension_comes_before_an_unreadable_result(@TempDir Path folder) throws Exception {
        try (EmbeddedLedger ledger = new EmbeddedLedger(folder)) {
            Forgery unreadable = ledger.call("alpha", new Random(1));
            unreadable.channelHeader.setExtension(ByteString.copyFromUtf8("garbage"));
            unreadable.changeResults = results -> ByteString.copyFromUtf8("garbage");

            assertThat(ledger.commit(List.of(unreadable.sealed())))
                    .containsExactly(TxValidationCode.BAD_HEADER_EXTENSION);
            assertVerified(ledger);
        }
    }

    /** Seen with the decoder of Fabric 3.1.5, and the same since 2.5; up to 2.4 it was an event of no chaincode. */
    @Test
    void an_event_that_is_there_and_empty_is_none(@TempDir Path folder) throws Exception {
        try (EmbeddedLedger ledger = new EmbeddedLedger(folder)) {
            Forgery once = ledger.call("alpha", new Random(1));
            once.changeAction = Mutations::withEmptyEvent;
            Forgery afterAnother = ledger.call("alpha", new Random(2));
            afterAnother.action.setEvents(ByteString.copyFromUtf8("garbage"));
            afterAnother.changeAction = Mutations::withEmptyEvent;

            assertThat(ledger.commit(List.of(once.sealed(), afterAnother.sealed())))
                    .containsExactly(TxValidationCode.VALID, TxValidationCode.VALID);
            assertVerified(ledger);
        }
    }

    @Test
    void a_new_key_policy_counts_in_its_block_even_if_another_namespace_of_its_transaction_fails(@TempDir Path folder)
            throws Exception {
        try (EmbeddedLedger ledger = new EmbeddedLedger(folder)) {
            Forgery mixed = ledger.call("aaa-undefined", new Random(1));
            mixed.results.addNsRwset(NsReadWriteSet.newBuilder()
                    .setNamespace("alpha")
                    .setRwset(KVRWSet.newBuilder()
                            .addMetadataWrites(KVMetadataWrite.newBuilder().setKey("key"))
                            .build()
                            .toByteString()));
            Forgery later = ledger.call("alpha", new Random(2));
            write(later, "alpha");

            assertThat(ledger.commit(List.of(mixed.sealed(), later.sealed())))
                    .containsExactly(TxValidationCode.INVALID_CHAINCODE, TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
            assertVerified(ledger);
        }
    }

    private static void write(Forgery forgery, String namespace) {
        forgery.results.addNsRwset(NsReadWriteSet.newBuilder()
                .setNamespace(namespace)
                .setRwset(KVRWSet.newBuilder()
                        .addWrites(ForgedChannel.write("key", ByteString.copyFromUtf8("value")))
                        .build()
                        .toByteString()));
    }

    private static void assertVerified(EmbeddedLedger ledger) throws Exception {
        AuditReport report = ledger.audit();
        assertThat(report.findings())
                .as("%s", report.findings())
                .allMatch(finding -> finding.code().severity() == Severity.NOTICE);
        assertThat(report.verdict()).isEqualTo(AuditVerdict.VERIFIED);
    }

    private static String place(Finding finding) {
        return finding.block().orElse(-1) + " transaction "
                + finding.transaction().orElse(-1);
    }
}
