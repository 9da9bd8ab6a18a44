package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.evenhand.core.contract.PoolOfFour.A1;
import static org.evenhand.core.contract.PoolOfFour.A2;
import static org.evenhand.core.contract.PoolOfFour.B1;
import static org.evenhand.core.contract.PoolOfFour.code;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.junit.jupiter.api.Test;

class TurnsAndTimeTest {
    private static final StreamId C1 = StreamId.parse("Org3MSP.node-1");

    private final PoolOfFour pool = new PoolOfFour();
    private final TestLedger ledger = pool.ledger;

    private RoundRecord decided(StreamId proposer) {
        return TestLedger.record((Outcome.Accepted) ledger.propose(proposer));
    }

    /** Who of these may decide the next round right after the last one; one of them does. */
    private List<StreamId> whoseTurn(StreamId... proposers) {
        List<StreamId> may = new ArrayList<>();
        pool.report(A1);
        for (StreamId proposer : proposers) {
            TreeMap<StreamId, Long> nothing = new TreeMap<>();
            RefusalCode code = code(ledger.propose(proposer, nothing));
            if (code == RefusalCode.NOTHING_DUE) {
                may.add(proposer);
            } else {
                assertThat(code).isEqualTo(RefusalCode.NOT_YOUR_TURN);
            }
        }
        assertThat(ledger.propose(may.get(0))).isInstanceOf(Outcome.Accepted.class);
        return may;
    }

    @Test
    void round_n_belongs_to_organisation_n_mod_k_of_those_with_an_active_node() {
        long decided = ledger.pool().position().round();
        for (long round = decided + 1; round <= decided + 6; round++) {
            assertThat(whoseTurn(A1, B1)).as("round %d", round).containsExactly(round % 2 == 0 ? A1 : B1);
        }
    }

    @Test
    void an_organisation_has_turns_from_when_it_has_an_active_node_until_it_has_none() {
        ledger.append(
                C1,
                Entry.builder()
                        .request(NodeRequest.register(Resources.of(1_000, 1_000, 0, 0)))
                        .build());
        pool.round();
        long decided = ledger.pool().position().round();
        for (long round = decided + 1; round <= decided + 6; round++) {
            List<StreamId> inOrder = List.of(A1, B1, C1);
            assertThat(whoseTurn(A1, B1, C1))
                    .as("round %d of three organisations", round)
                    .containsExactly(inOrder.get((int) (round % 3)));
        }
        ledger.append(
                C1,
                Entry.builder().request(NodeRequest.of(NodeRequest.Kind.DRAIN)).build());
        pool.round();
        long drained = ledger.pool().position().round();
        for (long round = drained + 1; round <= drained + 4; round++) {
            assertThat(whoseTurn(A1, B1, C1))
                    .as("round %d of two organisations", round)
                    .containsExactly(round % 2 == 0 ? A1 : B1);
        }
    }

    @Test
    void both_nodes_of_the_organisation_whose_turn_it_is_may_propose() {
        StreamId first = whoseTurn(A1, B1).get(0);
        if (first.equals(A1)) {
            whoseTurn(A1, B1);
        }
        assertThat(whoseTurn(A1, A2)).containsExactly(A1, A2);
    }

    @Test
    void a_round_is_open_to_all_when_exactly_the_turn_time_has_passed() {
        StreamId last = whoseTurn(A1, B1).get(0);
        pool.report(A1);
        ledger.pass(PoolOfFour.POLICY.timing().turnTimeoutMillis() - 1);
        assertThat(code(ledger.propose(last))).isEqualTo(RefusalCode.NOT_YOUR_TURN);
        ledger.pass(1);
        assertThat(ledger.propose(last)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void without_an_active_node_any_member_may_propose_at_once() {
        TestLedger fresh = new TestLedger().found(PoolOfFour.POLICY);
        fresh.append(
                C1,
                Entry.builder()
                        .request(NodeRequest.register(Resources.of(1_000, 1_000, 0, 0)))
                        .build());
        assertThat(fresh.propose(C1)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void a_round_is_never_earlier_than_the_one_before() {
        pool.report(A1);
        ledger.pass(500);
        long last = decided(A1).timeMillis();
        assertThat(last).isEqualTo(ledger.nowMillis());
        ledger.pass(-300);
        pool.report(A1);
        StreamId owner = ledger.pool().position().round() % 2 == 0 ? B1 : A1;
        assertThat(decided(owner).timeMillis()).isEqualTo(last);
        ledger.pass(301);
        pool.report(A1);
        assertThat(decided(owner.equals(A1) ? B1 : A1).timeMillis()).isEqualTo(last + 1);
    }

    @Test
    void a_report_counts_from_no_later_than_the_round_that_takes_it() {
        long decided = ledger.pool().position().decidedMillis();
        ledger.pass(1_500);
        pool.report(A1);
        ledger.pass(-1_000);
        assertThat(decided(A1).timeMillis()).isEqualTo(decided + 500);
        assertThat(ledger.pool().member(A1).observation().timeMillis()).isEqualTo(decided + 500);
    }

    @Test
    void a_round_that_would_change_nothing_is_refused_until_something_is_due() {
        ledger.pass(500);
        assertThat(code(ledger.propose(B1))).isEqualTo(RefusalCode.NOTHING_DUE);
        ledger.append(
                B1,
                Entry.builder()
                        .submit(Submission.of(new ClassName("frame"), 1, Digest.of("payload")))
                        .build());
        assertThat(ledger.propose(B1)).isInstanceOf(Outcome.Accepted.class);
    }
}
