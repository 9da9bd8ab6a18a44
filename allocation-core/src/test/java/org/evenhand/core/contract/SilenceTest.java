package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.evenhand.core.contract.PoolOfFour.A1;
import static org.evenhand.core.contract.PoolOfFour.A2;
import static org.evenhand.core.contract.PoolOfFour.B1;
import static org.evenhand.core.contract.PoolOfFour.B2;
import static org.evenhand.core.contract.PoolOfFour.only;

import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.PoolFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Condition.Health;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Timing;
import org.junit.jupiter.api.Test;

/** What rounds make of nodes that say nothing: the defaults are stale after 6 s and failed after 15 s. */
class SilenceTest {
    private static final Timing TIMING = PoolOfFour.POLICY.timing();

    private final PoolOfFour pool = new PoolOfFour();
    private final TestLedger ledger = pool.ledger;

    private long sinceReport(StreamId node) {
        return ledger.nowMillis() - ledger.pool().member(node).observation().timeMillis();
    }

    /** A round in which some nodes report, so long after the last report of a silent one. */
    private List<Fact> roundWhenSilent(StreamId silent, long millis, StreamId... reporting) {
        ledger.pass(millis - 500 - sinceReport(silent));
        for (StreamId node : reporting) {
            pool.report(node);
        }
        return pool.round();
    }

    @Test
    void a_node_is_stale_after_more_than_six_seconds_and_failed_after_more_than_fifteen() {
        long[] silentMillis = {6_000, 6_001, 15_000, 15_001};
        Health[] health = {Health.LIVE, Health.STALE, Health.STALE, Health.FAILED};
        for (int i = 0; i < silentMillis.length; i++) {
            roundWhenSilent(B2, silentMillis[i], A1, A2, B1);
            assertThat(pool.condition(B2).health())
                    .as("after %d ms", silentMillis[i])
                    .isEqualTo(health[i]);
        }
    }

    @Test
    void whoever_leaves_out_a_nodes_report_cannot_make_it_silent() {
        ledger.pass(TIMING.failAfterMillis() + 5_000);
        TreeMap<StreamId, Long> named = new TreeMap<>();
        for (StreamId node : List.of(A1, A2, B1)) {
            pool.report(node);
            named.put(node, ledger.last(node));
        }
        pool.report(B2);
        assertThat(ledger.propose(A1, named)).isInstanceOf(Outcome.Accepted.class);
        assertThat(pool.condition(B2).health()).isEqualTo(Health.LIVE);
        assertThat(ledger.lastReads()).anyMatch(key -> key.startsWith("stream/edge/Org2MSP.node-2/"));
    }

    @Test
    void a_node_that_writes_on_without_reporting_is_as_silent_as_its_last_entry_taken_is_late() {
        ledger.pass(5_000);
        pool.submit(B2, 1, 1);
        long first = ledger.last(B2);
        ledger.pass(6_000);
        pool.submit(B2, 1, 1);
        TreeMap<StreamId, Long> named = new TreeMap<>();
        for (StreamId node : List.of(A1, A2, B1)) {
            pool.report(node);
            named.put(node, ledger.last(node));
        }
        named.put(B2, first);
        ledger.propose(A1, named);
        assertThat(pool.condition(B2).health()).as("known to be silent for 5 s").isEqualTo(Health.LIVE);
        pool.round();
        assertThat(pool.condition(B2).health())
                .as("known to be silent for 11 s")
                .isEqualTo(Health.STALE);
    }

    @Test
    void a_stale_node_that_reports_is_live_at_once_and_a_failed_one_is_on_probation() {
        roundWhenSilent(B2, 7_000, A1, A2, B1);
        pool.report(B2);
        pool.round();
        assertThat(pool.condition(B2).health()).isEqualTo(Health.LIVE);
        assertThat(pool.condition(B2).rampSinceMillis()).isZero();
        roundWhenSilent(B2, 16_000, A1, A2, B1);
        pool.report(B2);
        pool.round();
        assertThat(pool.condition(B2).health()).isEqualTo(Health.LIVE);
        assertThat(pool.condition(B2).rampSinceMillis()).isEqualTo(ledger.nowMillis());
    }

    @Test
    void when_half_of_the_pool_is_silent_recovery_stands_still_and_goes_on_when_it_is_heard_of() {
        pool.submit(A1, 4, 4);
        pool.round();
        List<Fact> frozen = roundWhenSilent(B2, 15_001, A1, A2);
        assertThat(frozen).contains(new PoolFact.Frozen(ledger.nowMillis()));
        assertThat(pool.condition(B1).health()).isEqualTo(Health.FAILED);
        assertThat(only(frozen, TaskFact.Recovered.class)).isEmpty();
        pool.report(B1);
        List<Fact> thawed = pool.round();
        assertThat(thawed).contains(new PoolFact.Thawed());
        assertThat(only(thawed, TaskFact.Recovered.class))
                .isNotEmpty()
                .allMatch(recovered -> recovered.node().equals(B2));
    }

    @Test
    void three_of_four_nodes_are_enough_to_believe_that_the_fourth_is_lost() {
        pool.submit(A1, 4, 4);
        pool.round();
        List<Fact> facts = roundWhenSilent(B2, 15_001, A1, A2, B1);
        assertThat(only(facts, PoolFact.Frozen.class)).isEmpty();
        assertThat(only(facts, TaskFact.Recovered.class)).isNotEmpty();
        assertThat(ledger.pool().holdings(B2).isEmpty()).isTrue();
    }

    @Test
    void a_freeze_ends_after_thirty_seconds_and_then_so_many_ranges_are_recovered_a_round() {
        pool.submit(A1, 16, 1);
        pool.round();
        int first = ledger.pool().holdings(B1).size();
        int second = ledger.pool().holdings(B2).size();
        roundWhenSilent(B2, 15_001, A1, A2);
        long frozenMillis = ledger.nowMillis();
        ledger.pass(TIMING.freezeMaxMillis() - 501);
        assertThat(recovered()).as("1 ms before the freeze ends").isZero();
        assertThat(ledger.nowMillis()).isEqualTo(frozenMillis + TIMING.freezeMaxMillis() - 1);
        for (int left = first; left > 0; left -= PoolOfFour.POLICY.caps().recoveriesPerRound()) {
            assertThat(recovered()).as("with %d ranges left", left).isEqualTo(2);
        }
        assertThat(first)
                .as("a whole number of rounds, and some")
                .isGreaterThan(2)
                .isEven();
        assertThat(ledger.pool().frozenSinceMillis()).isEqualTo(frozenMillis);
        // With its last range gone B1 is no part of the pool any more, and B2 alone is less than half of what is left.
        assertThat(recovered()).isEqualTo(second);
        assertThat(ledger.pool().frozenSinceMillis()).isZero();
    }

    private int recovered() {
        pool.report(A1);
        pool.report(A2);
        return only(pool.round(), TaskFact.Recovered.class).size();
    }

    @Test
    void relief_stands_still_while_half_of_the_pool_is_silent() {
        pool.submit(A1, 1, 12);
        pool.round();
        roundWhenSilent(B2, 6_001, A1, A2);
        assertThat(ledger.pool().frozenSinceMillis()).isPositive();
        for (int i = 0; i < 2; i++) {
            pool.report(A1, 10_000);
            pool.report(A2);
            assertThat(only(pool.round(), TaskFact.Moved.class)).isEmpty();
        }
        assertThat(pool.condition(A1).overloaded()).isTrue();
        pool.report(B1);
        pool.report(B2);
        pool.report(A1, 10_000);
        assertThat(only(pool.round(), TaskFact.Moved.class))
                .as("the same load, with everybody heard of")
                .isNotEmpty()
                .allMatch(moved -> moved.from().equals(A1));
    }

    @Test
    void a_failed_node_with_nothing_left_does_not_count_as_half_of_the_pool() {
        roundWhenSilent(B2, 15_001, A1, A2, B1);
        roundWhenSilent(B1, 15_001, A1, A2);
        assertThat(pool.condition(B1).health()).isEqualTo(Health.FAILED);
        assertThat(ledger.pool().frozenSinceMillis()).as("B2 was lost before").isZero();
    }

    @Test
    void a_round_says_what_it_judged_only_when_that_is_new() {
        List<Fact> first = roundWhenSilent(B2, 6_001, A1, A2, B1);
        assertThat(only(first, NodeFact.Judged.class))
                .anyMatch(judged -> judged.node().equals(B2));
        List<Fact> second = roundWhenSilent(B2, 7_001, A1, A2, B1);
        assertThat(only(second, NodeFact.Judged.class))
                .noneMatch(judged -> judged.node().equals(B2));
    }
}
