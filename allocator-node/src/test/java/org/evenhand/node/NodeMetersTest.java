package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.evenhand.node.metrics.NodeMeters;
import org.junit.jupiter.api.Test;

/** A node's meters, over the real contract and a clock of the test's own. */
class NodeMetersTest {
    private final TestPool pool = new TestPool();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AllocatorNode node = pool.node(TestPool.A);
    private final NodeMeters meters = new NodeMeters(TestPool.A, node, pool.pool);

    NodeMetersTest() {
        meters.bindTo(registry);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double count(String name) {
        return registry.get(name).functionCounter().count();
    }

    /** Has the node answer as its threads would. */
    private void refresh() {
        var answer = meters.ask();
        pool.timers.run();
        assertThat(answer).isCompleted();
    }

    @Test
    void what_it_was_given_runs_and_is_counted_when_it_ends() {
        pool.timers.pass(3_000);
        pool.submit(TestPool.FRAME, 40);
        pool.timers.pass(1_000);
        refresh();
        assertThat(gauge("evenhand.node.owned.tasks")).isPositive();
        assertThat(gauge("evenhand.node.running.tasks"))
                .isPositive()
                .isLessThanOrEqualTo(gauge("evenhand.node.owned.tasks"));
        assertThat(count("evenhand.node.started.tasks"))
                .isEqualTo((double) node.statistics().tasksStarted())
                .isPositive();
        pool.timers.pass(60_000);
        refresh();
        assertThat(gauge("evenhand.node.owned.tasks")).isZero();
        assertThat(gauge("evenhand.node.running.tasks")).isZero();
        assertThat(gauge("evenhand.node.pending.results")).isZero();
        assertThat(count("evenhand.node.finished.tasks")).isEqualTo(40);
        assertThat(count("evenhand.node.committed.entries"))
                .isEqualTo((double) node.statistics().entriesCommitted());
        assertThat(registry.get("evenhand.node.commit.latency").timer().count())
                .isEqualTo(node.statistics().entriesCommitted());
    }

    @Test
    void results_that_cannot_be_told_are_pending() {
        pool.timers.pass(3_000);
        pool.submit(TestPool.FRAME, 4);
        pool.timers.pass(800);
        pool.ledger.cutOff(TestPool.A, true);
        pool.timers.pass(5_000);
        refresh();
        assertThat(gauge("evenhand.node.pending.results")).isEqualTo(4);
        assertThat(count("evenhand.node.failed.entries")).isPositive();
    }

    @Test
    void a_lost_ledger_is_told_by_the_age_of_the_last_commit_and_by_the_lease() {
        pool.timers.pass(3_000);
        refresh();
        assertThat(gauge("evenhand.node.begun")).isEqualTo(1);
        assertThat(gauge("evenhand.node.lease.holds")).isEqualTo(1);
        assertThat(gauge("evenhand.node.last.commit.age")).isLessThanOrEqualTo(1);
        pool.ledger.cutOff(TestPool.A, true);
        pool.timers.pass(20_000);
        refresh();
        assertThat(gauge("evenhand.node.lease.holds")).isZero();
        assertThat(gauge("evenhand.node.last.commit.age")).isBetween(19.0, 21.0);
        assertThat(registry.get("evenhand.node.lease.lapses").functionCounter().count())
                .isEqualTo(1);
    }

    @Test
    void the_pool_is_followed_round_by_round() {
        pool.timers.pass(20_000);
        assertThat(gauge("evenhand.pool.followed")).isEqualTo(1);
        assertThat(gauge("evenhand.pool.last.round"))
                .isEqualTo(pool.ledger.rounds().size());
        assertThat(gauge("evenhand.pool.last.round.age")).isLessThan(2);
        assertThat(gauge("evenhand.pool.pending.age")).isLessThan(1);
        assertThat(count("evenhand.node.won.rounds"))
                .isEqualTo(pool.ledger.rounds().size());
    }

    @Test
    void an_entry_that_no_round_takes_is_told_by_its_age() {
        pool.timers.pass(3_000);
        node.kill();
        pool.timers.pass(1_000);
        pool.submit(TestPool.FRAME, 1);
        pool.timers.pass(30_000);
        assertThat(gauge("evenhand.pool.pending.age")).isGreaterThanOrEqualTo(30);
        assertThat(gauge("evenhand.pool.last.round.age")).isGreaterThan(30);
    }

    @Test
    void a_node_that_does_not_answer_has_no_figures_rather_than_old_ones() throws Exception {
        pool.timers.pass(3_000);
        refresh();
        assertThat(gauge("evenhand.node.owned.tasks")).isZero();
        // Nobody runs the node's threads now.
        assertThat(meters.refresh()).isEmpty();
        assertThat(gauge("evenhand.node.owned.tasks")).isNaN();
        assertThat(gauge("evenhand.node.mailbox.actions")).isPositive();
        assertThat(count("evenhand.node.committed.entries")).isPositive();
    }

    @Test
    void every_meter_says_what_it_is_and_whose() {
        List<Meter.Id> ids = registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> !id.getName().endsWith(".histogram"))
                .toList();
        assertThat(ids).hasSize(26).allSatisfy(id -> {
            assertThat(id.getDescription()).as(id.getName()).isNotBlank();
            assertThat(id.getTag("pool")).isEqualTo("edge");
            assertThat(id.getTag("node"))
                    .isEqualTo(id.getName().startsWith("evenhand.pool.") ? null : TestPool.A.toString());
        });
    }

    @Test
    void latencies_are_those_of_the_ledger() {
        pool.timers.pass(10_000);
        assertThat(registry.get("evenhand.node.commit.latency").timer().max(TimeUnit.SECONDS))
                .isLessThan(1);
    }
}
