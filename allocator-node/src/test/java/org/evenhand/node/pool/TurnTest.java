package org.evenhand.node.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final StreamId A1 = StreamId.parse("Org1MSP.a1");
    private static final StreamId A2 = StreamId.parse("Org1MSP.a2");
    private static final StreamId B1 = StreamId.parse("Org2MSP.b1");
    private static final StreamId NEW = StreamId.parse("Org3MSP.new");
    private static final Turn TURN = new Turn(7, 9_900, 10_000, 500, true, List.of(A1, A2), List.of(B1));
    private static final long DUE = 9_000;
    private static final long PATIENCE = 200;

    private static long earliest(StreamId node) {
        return TURN.earliestMillis(node, DUE, PATIENCE);
    }

    @Test
    void the_first_node_of_the_owner_proposes_at_once() {
        assertThat(earliest(A1)).isEqualTo(9_900);
        assertThat(TURN.isFirst(A1)).isTrue();
        assertThat(TURN.isFirst(A2)).isFalse();
    }

    @Test
    void the_owners_other_nodes_stand_in_for_it_before_the_turn_times_out() {
        assertThat(earliest(A2)).isEqualTo(10_200);
    }

    @Test
    void others_wait_until_the_turn_has_timed_out() {
        assertThat(earliest(B1)).isEqualTo(10_500);
        assertThat(earliest(NEW)).isGreaterThan(earliest(B1));
    }

    @Test
    void where_commits_are_slow_everybody_but_the_first_waits_longer() {
        long slow = 1_000;
        assertThat(TURN.earliestMillis(A1, DUE, slow)).isEqualTo(9_900);
        assertThat(TURN.earliestMillis(A2, DUE, slow)).isEqualTo(11_000);
        assertThat(TURN.earliestMillis(B1, DUE, slow)).isEqualTo(11_500);
    }

    @Test
    void waits_begin_when_there_is_something_to_decide() {
        assertThat(TURN.earliestMillis(A1, 20_000, PATIENCE)).isEqualTo(20_000);
        assertThat(TURN.earliestMillis(A2, 20_000, PATIENCE)).isEqualTo(20_200);
        assertThat(TURN.earliestMillis(B1, 20_000, PATIENCE)).isEqualTo(20_500);
    }

    @Test
    void before_there_is_an_active_node_anybody_may_propose() {
        Turn first = new Turn(1, 0, 3_000, 500, false, List.of(), List.of());
        assertThat(first.earliestMillis(NEW, DUE, PATIENCE)).isBetween(9_000L, 9_400L);
        assertThat(first.isFirst(NEW)).isFalse();
    }
}
