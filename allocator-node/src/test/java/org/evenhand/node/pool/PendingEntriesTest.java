package org.evenhand.node.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;

class PendingEntriesTest {
    private static final StreamId A = StreamId.parse("Org1MSP.a");
    private static final StreamId B = StreamId.parse("Org2MSP.b");

    private final PendingEntries pending = new PendingEntries();

    @Test
    void only_entries_seen_early_enough_are_ripe() {
        pending.appended(A, 1, 100);
        pending.appended(A, 2, 200);
        pending.appended(B, 1, 250);
        assertThat(pending.ripe(220, 100)).isEqualTo(new TreeMap<>(Map.of(A, 2L)));
        assertThat(pending.oldestMillis()).isEqualTo(100);
    }

    @Test
    void what_was_taken_is_not_pending() {
        pending.appended(A, 1, 100);
        pending.appended(A, 2, 200);
        pending.taken(A, 1);
        assertThat(pending.oldestMillis()).isEqualTo(200);
        pending.taken(A, 2);
        assertThat(pending.oldestMillis()).isEqualTo(Long.MAX_VALUE);
        pending.appended(A, 2, 300);
        assertThat(pending.ripe(1_000, 100)).isEmpty();
    }

    @Test
    void a_round_that_is_full_takes_those_that_have_waited_longest() {
        pending.appended(B, 1, 100);
        pending.appended(B, 2, 100);
        pending.appended(A, 1, 200);
        assertThat(pending.ripe(1_000, 1)).isEqualTo(new TreeMap<>(Map.of(B, 1L)));
        assertThat(pending.ripe(1_000, 2)).isEqualTo(new TreeMap<>(Map.of(B, 2L)));
        assertThat(pending.ripe(1_000, 3)).isEqualTo(new TreeMap<>(Map.of(A, 1L, B, 2L)));
    }

    @Test
    void a_reset_keeps_what_the_snapshot_did_not_have_taken() {
        pending.appended(A, 4, 100);
        pending.appended(A, 5, 200);
        pending.reset(new TreeMap<>(Map.of(A, 4L)));
        assertThat(pending.ripe(1_000, 100)).isEqualTo(new TreeMap<>(Map.of(A, 5L)));
        assertThat(pending.cursor(A)).isEqualTo(4);
    }
}
