package org.evenhand.network.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.evenhand.network.testing.ReadsAndWrites.kvRead;
import static org.evenhand.network.testing.ReadsAndWrites.none;
import static org.evenhand.network.testing.ReadsAndWrites.put;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.rwset.RangeReads;
import org.evenhand.network.storage.FileLedger;
import org.evenhand.network.testing.ReadsAndWrites;
import org.evenhand.network.testing.TestChannel;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReadsMerkleSummary;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other transactions of a block may change without spoiling what a transaction has read in a range. */
final class RangeConflictTest {
    private static TestChannel channel;

    private final FileLedger ledger;

    RangeConflictTest(@TempDir Path folder) {
        ledger = channel.openDefined(folder);
    }

    @BeforeAll
    static void makeChannel(@TempDir Path temp) {
        channel = new TestChannel(temp);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_key_that_appears_disappears_or_changes_in_a_range_is_a_phantom() {
        codes(channel.transaction(put("a", "1").write("b", "1")));
        RangeQueryInfo seen = range("a", "z", kvRead("a", 2, 0), kvRead("b", 2, 0));
        assertThat(codes(channel.transaction(none().range(seen)))).containsExactly(TxValidationCode.VALID);
        for (ReadsAndWrites change : List.of(put("c", "new"), none().delete("a"), put("b", "changed"))) {
            assertThat(codes(channel.transaction(change), channel.transaction(none().range(seen))))
                    .containsExactly(TxValidationCode.VALID, TxValidationCode.PHANTOM_READ_CONFLICT);
        }
        assertThat(codes(channel.transaction(none().range(seen))))
                .containsExactly(TxValidationCode.PHANTOM_READ_CONFLICT);
    }

    @Test
    void changes_outside_a_range_are_no_phantoms() {
        codes(channel.transaction(put("a", "1").write("b", "1")));
        RangeQueryInfo seen = range("a", "b", kvRead("a", 2, 0));
        assertThat(codes(channel.transaction(put("b", "2")), channel.transaction(none().range(seen))))
                .containsOnly(TxValidationCode.VALID);
    }

    @Test
    void a_range_that_ends_before_it_starts_is_empty_and_stays_so() {
        RangeQueryInfo backwards = range("z", "a");
        RangeQueryInfo unfinished = backwards.toBuilder().setItrExhausted(false).build();
        assertThat(codes(
                        channel.transaction(put("zz", "1")),
                        channel.transaction(none().range(backwards)),
                        channel.transaction(none().range(unfinished)),
                        channel.transaction(none().range(range("zz", "zz"))),
                        channel.transaction(none().range(range("zz", "")))))
                .containsExactly(
                        TxValidationCode.VALID,
                        TxValidationCode.VALID,
                        TxValidationCode.VALID,
                        TxValidationCode.VALID,
                        TxValidationCode.PHANTOM_READ_CONFLICT);
    }

    @Test
    void a_query_that_was_not_exhausted_covers_its_last_key() {
        codes(channel.transaction(put("a", "1").write("b", "1").write("c", "1")));
        RangeQueryInfo seen = range("a", "b", kvRead("a", 2, 0), kvRead("b", 2, 0)).toBuilder()
                .setItrExhausted(false)
                .build();
        assertThat(codes(
                        channel.transaction(put("c", "2")),
                        channel.transaction(none().range(seen)),
                        channel.transaction(put("b", "2")),
                        channel.transaction(none().range(seen))))
                .containsExactly(
                        TxValidationCode.VALID,
                        TxValidationCode.VALID,
                        TxValidationCode.VALID,
                        TxValidationCode.PHANTOM_READ_CONFLICT);
    }

    @Test
    void a_long_query_is_compared_by_its_merkle_summary() {
        ReadsAndWrites many = none();
        RangeReads reads = new RangeReads(RangeReads.MAX_DEGREE);
        for (int i = 100; i < 300; i++) {
            many.write("k" + i, "v");
            reads.add(kvRead("k" + i, 2, 0));
        }
        codes(channel.transaction(many));
        QueryReadsMerkleSummary summary = reads.summary().orElseThrow();
        RangeQueryInfo seen =
                range("k", "l").toBuilder().setReadsMerkleHashes(summary).build();
        RangeQueryInfo degenerate = seen.toBuilder()
                .setReadsMerkleHashes(summary.toBuilder().setMaxDegree(1))
                .build();
        assertThat(codes(
                        channel.transaction(none().range(seen)),
                        channel.transaction(none().range(degenerate)),
                        channel.transaction(put("k299", "changed")),
                        channel.transaction(none().range(seen))))
                .containsExactly(
                        TxValidationCode.VALID,
                        TxValidationCode.PHANTOM_READ_CONFLICT,
                        TxValidationCode.VALID,
                        TxValidationCode.PHANTOM_READ_CONFLICT);
    }

    private List<TxValidationCode> codes(Envelope... envelopes) {
        return ledger.commit(Arrays.asList(envelopes)).transactions().stream()
                .map(CommittedTransaction::code)
                .toList();
    }

    private static RangeQueryInfo range(String start, String end, KVRead... results) {
        return RangeQueryInfo.newBuilder()
                .setStartKey(start)
                .setEndKey(end)
                .setItrExhausted(true)
                .setRawReads(QueryReads.newBuilder().addAllKvReads(Arrays.asList(results)))
                .build();
    }
}
