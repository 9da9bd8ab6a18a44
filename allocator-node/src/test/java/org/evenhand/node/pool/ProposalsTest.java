package org.evenhand.node.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;

class ProposalsTest {
    private static final StreamId A1 = StreamId.parse("Org1MSP.a1");
    private static final StreamId A2 = StreamId.parse("Org1MSP.a2");
    private static final StreamId B1 = StreamId.parse("Org2MSP.b1");

    private final Proposals proposals = new Proposals();

    @Test
    void a_node_leaves_a_round_to_one_of_its_organisation_that_is_at_it_but_not_for_ever() {
        proposals.begun(A1, 7, 1_000);
        assertThat(proposals.leftToOtherUntilMillis(A2, 7)).isEqualTo(1_000 + Proposals.MILLIS_MAX);
        assertThat(proposals.leftToOtherUntilMillis(A2, 8)).isZero();
        assertThat(proposals.leftToOtherUntilMillis(A1, 7)).isZero();
    }

    @Test
    void no_organisation_waits_for_another() {
        proposals.begun(A1, 7, 1_000);
        assertThat(proposals.leftToOtherUntilMillis(B1, 7)).isZero();
    }

    @Test
    void a_proposal_that_came_to_nothing_is_not_waited_for() {
        proposals.begun(A1, 7, 1_000);
        proposals.failed(A2);
        assertThat(proposals.leftToOtherUntilMillis(A2, 7)).isPositive();
        proposals.failed(A1);
        assertThat(proposals.leftToOtherUntilMillis(A2, 7)).isZero();
    }

    @Test
    void patience_follows_what_commits_take_within_its_limits() {
        assertThat(proposals.patienceMillis()).isEqualTo(Patience.MILLIS_MIN);
        for (int i = 0; i < 10; i++) {
            proposals.took(400);
        }
        assertThat(proposals.patienceMillis()).isBetween(780L, 800L);
        proposals.took(60_000);
        assertThat(proposals.patienceMillis()).isEqualTo(Patience.MILLIS_MAX);
        for (int i = 0; i < 50; i++) {
            proposals.took(50);
        }
        assertThat(proposals.patienceMillis()).isEqualTo(Patience.MILLIS_MIN);
    }
}
