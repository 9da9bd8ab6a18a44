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

    @Test
    void the_first_node_of_the_owner_proposes_at_once() {
        assertThat(TURN.earliestMillis(A1)).isEqualTo(9_900);
        assertThat(TURN.isFirst(A1)).isTrue();
        assertThat(TURN.isFirst(A2)).isFalse();
    }

    @Test
    void the_owners_other_nodes_stand_in_for_it_before_the_turn_times_out() {
        assertThat(TURN.earliestMillis(A2)).isGreaterThan(10_000).isLessThan(10_500);
    }

    @Test
    void others_wait_until_the_turn_has_timed_out() {
        assertThat(TURN.earliestMillis(B1)).isEqualTo(10_500);
        assertThat(TURN.earliestMillis(NEW)).isGreaterThan(TURN.earliestMillis(B1));
    }

    @Test
    void before_there_is_an_active_node_anybody_may_propose() {
        Turn first = new Turn(1, 0, 3_000, 500, false, List.of(), List.of());
        assertThat(first.earliestMillis(NEW)).isBetween(3_000L, 3_400L);
        assertThat(first.isFirst(NEW)).isFalse();
    }
}
