package org.evenhand.node.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.model.Caps;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;

class PendingEntriesTest {
    private static final StreamId A = StreamId.parse("Org1MSP.a");
    private static final StreamId B = StreamId.parse("Org2MSP.b");
    private static final Policy POLICY = Policy.of(List.of(A.msp(), B.msp()));

    private final PendingEntries pending = new PendingEntries();

    private static StreamId stream(String msp, int number) {
        return new StreamId(new MspId(msp), "s" + number);
    }

    private static Policy withStreamsPerOrganisation(int streams) {
        return POLICY.withCaps(new Caps(256, 3_000, 3_000, 128, 5, 16, 16, 128, streams));
    }

    private SortedMap<StreamId, Long> ripe(long seenBefore) {
        return pending.ripe(seenBefore, 1, POLICY);
    }

    @Test
    void only_entries_seen_early_enough_are_ripe() {
        pending.appended(A, 1, 100);
        pending.appended(A, 2, 200);
        pending.appended(B, 1, 250);
        assertThat(ripe(220)).isEqualTo(new TreeMap<>(Map.of(A, 2L)));
        assertThat(ripe(150)).isEqualTo(new TreeMap<>(Map.of(A, 1L)));
        assertThat(pending.oldestMillis(POLICY)).isEqualTo(100);
    }

    @Test
    void what_was_taken_is_not_pending() {
        pending.appended(A, 1, 100);
        pending.appended(A, 2, 200);
        pending.taken(A, 1);
        assertThat(pending.oldestMillis(POLICY)).isEqualTo(200);
        pending.taken(A, 2);
        assertThat(pending.oldestMillis(POLICY)).isEqualTo(Long.MAX_VALUE);
        pending.appended(A, 2, 300);
        assertThat(ripe(1_000)).isEmpty();
    }

    @Test
    void entries_of_an_organisation_that_was_removed_keep_nobody_waiting() {
        for (int i = 0; i < 300; i++) {
            pending.appended(stream("Org3MSP", i), 1, 100);
        }
        assertThat(pending.oldestMillis(POLICY)).isEqualTo(Long.MAX_VALUE);
        pending.appended(A, 1, 200);
        assertThat(ripe(1_000)).isEqualTo(new TreeMap<>(Map.of(A, 1L)));
    }

    @Test
    void streams_past_their_organisations_quota_are_not_named() {
        pending.taken(stream("Org1MSP", 9), 4);
        pending.appended(stream("Org1MSP", 9), 5, 300);
        for (int i = 1; i <= 5; i++) {
            pending.appended(stream("Org1MSP", i), 1, 100);
        }
        pending.appended(B, 1, 200);
        assertThat(pending.ripe(1_000, 1, withStreamsPerOrganisation(2)))
                .isEqualTo(new TreeMap<>(Map.of(stream("Org1MSP", 9), 5L, stream("Org1MSP", 1), 1L, B, 1L)));
        pending.taken(stream("Org1MSP", 1), 1);
        pending.taken(stream("Org1MSP", 9), 5);
        pending.taken(B, 1);
        assertThat(pending.ripe(1_000, 2, withStreamsPerOrganisation(2))).isEmpty();
        assertThat(pending.oldestMillis(withStreamsPerOrganisation(2))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void when_not_all_streams_fit_organisations_take_turns_and_the_oldest_come_first() {
        Policy large = withStreamsPerOrganisation(5_000);
        for (int i = 0; i < 2_000; i++) {
            pending.taken(stream("Org1MSP", i), 1);
            pending.appended(stream("Org1MSP", i), 2, 5_000 - i);
        }
        for (int i = 0; i < 10; i++) {
            pending.appended(stream("Org2MSP", i), 1, 6_000);
        }
        SortedMap<StreamId, Long> named = pending.ripe(10_000, 1, large);
        assertThat(named).hasSize(Limits.STREAMS_PER_ROUND_MAX);
        assertThat(named.keySet().stream().filter(stream -> stream.msp().equals(B.msp())))
                .hasSize(10);
        assertThat(named).containsKey(stream("Org1MSP", 1_999)).doesNotContainKey(stream("Org1MSP", 0));
    }

    @Test
    void a_request_stays_within_its_bytes_and_in_the_end_everybody_is_named() {
        String longest = "x".repeat(59);
        Policy policy = withStreamsPerOrganisation(5_000);
        for (int i = 0; i < 900; i++) {
            pending.appended(new StreamId(A.msp(), longest + i), 1_000_000_000_000L, 100);
        }
        Set<StreamId> named = new HashSet<>();
        for (long round = 1; round <= 3; round++) {
            SortedMap<StreamId, Long> inputs = pending.ripe(1_000, round, policy);
            assertThat(Bytes.of(RoundRecord.streamNumbers(inputs)).size())
                    .isLessThanOrEqualTo(Limits.ROUND_REQUEST_BYTES_MAX);
            named.addAll(inputs.keySet());
            inputs.forEach(pending::taken);
        }
        assertThat(named).hasSize(900);
    }

    @Test
    void of_a_stream_no_more_is_kept_than_the_ledger_keeps() {
        for (int i = 1; i <= 1_000; i++) {
            pending.appended(A, i, i);
        }
        assertThat(pending.oldestMillis(POLICY)).isEqualTo(1_000 - Limits.STREAM_SLOTS + 1);
        assertThat(ripe(1_000)).isEqualTo(new TreeMap<>(Map.of(A, 1_000L)));
    }

    @Test
    void new_streams_past_a_limit_are_forgotten_until_they_write_again() {
        int limit = PendingEntries.NEW_STREAMS_PER_ORGANISATION_MAX;
        for (int i = 0; i < limit + 1; i++) {
            pending.appended(stream("Org1MSP", i), 1, 100);
        }
        pending.appended(B, 1, 100);
        Policy policy = withStreamsPerOrganisation(5_000);
        assertThat(pending.ripe(1_000, 1, policy)).containsKey(B).doesNotContainKey(stream("Org1MSP", limit));
        pending.taken(stream("Org1MSP", 0), 1);
        pending.appended(stream("Org1MSP", limit), 2, 200);
        pending.ripe(1_000, 1, policy).forEach(pending::taken);
        assertThat(pending.ripe(1_000, 2, policy)).containsEntry(stream("Org1MSP", limit), 2L);
    }

    @Test
    void a_reset_keeps_what_the_snapshot_did_not_have_taken() {
        pending.appended(A, 4, 100);
        pending.appended(A, 5, 200);
        pending.reset(new TreeMap<>(Map.of(A, 4L)));
        assertThat(ripe(1_000)).isEqualTo(new TreeMap<>(Map.of(A, 5L)));
        assertThat(pending.cursor(A)).isEqualTo(4);
    }
}
