package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Caps;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.node.execution.TimePassingExecutor;
import org.evenhand.node.ledger.LedgerException;
import org.junit.jupiter.api.Test;

/** Nodes that cannot be what they should be, and say so; and nodes that can, and go on. */
class NodeInTroubleTest {
    private final TestPool pool = new TestPool();

    private static long count(List<? extends TaskFact> facts) {
        return facts.stream().mapToLong(fact -> fact.range().size()).sum();
    }

    @Test
    void a_node_that_hears_of_no_rounds_any_more_ends() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        IOException reason = new IOException("the checkpoint cannot be written");
        pool.ledger.breakEvents(reason);
        pool.timers.pass(1_000);
        assertThat(a.ended()).failsWithin(Duration.ZERO).withThrowableThat().withCause(reason);
        AllocatorNode late = pool.node(TestPool.B);
        pool.timers.pass(1_000);
        assertThat(late.ended()).isCompletedExceptionally();
    }

    @Test
    void a_bug_in_a_call_that_blocks_ends_the_node() {
        pool.ledger.faults.failHoldings(() -> new IllegalStateException("bug"));
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        assertThat(a.ended()).isCompletedExceptionally();
    }

    @Test
    void a_bug_in_reading_the_pool_ends_its_nodes() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.ledger.faults.failSnapshots(() -> new IllegalStateException("bug"));
        loseARound();
        pool.timers.pass(3_000);
        assertThat(a.ended()).isCompletedExceptionally();
    }

    private void loseARound() {
        int before = pool.ledger.rounds().size();
        pool.ledger.mute(true);
        while (pool.ledger.rounds().size() == before) {
            pool.submit(TestPool.FRAME, 1);
            pool.timers.pass(100);
        }
        pool.ledger.mute(false);
    }

    @Test
    void a_reporter_that_missed_what_rounds_took_goes_on_once_it_knows() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.node(TestPool.B, new TimePassingExecutor(pool.timers, 1), pool.follow());
        pool.timers.pass(3_000);
        long before = a.statistics().entriesCommitted();
        pool.ledger.faults.deafenFirst(true);
        pool.timers.pass(60_000);
        long held = a.statistics().entriesCommitted();
        assertThat(held - before).isBetween(25L, (long) Limits.STREAM_AHEAD_MAX);
        pool.ledger.faults.deafenFirst(false);
        pool.timers.pass(10_000);
        assertThat(a.statistics().entriesCommitted()).isGreaterThan(held + 5);
    }

    @Test
    void a_node_that_cannot_read_what_it_has_for_long_does_not_remember_every_round() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.node(TestPool.B, new TimePassingExecutor(pool.timers, 1), pool.follow());
        pool.timers.pass(3_000);
        pool.ledger.faults.failHoldings(() -> LedgerException.of(LedgerException.Kind.UNAVAILABLE, "away", null));
        pool.ledger.faults.deafenFirst(true);
        pool.timers.pass(5_000);
        pool.ledger.faults.deafenFirst(false);
        int before = pool.ledger.rounds().size();
        pool.timers.pass(2_000_000);
        assertThat(pool.ledger.rounds()).hasSizeGreaterThan(before + Holdings.WAITING_ROUNDS_MAX);
        pool.ledger.faults.answerHoldings();
        pool.timers.pass(10_000);
        pool.submit(TestPool.FRAME, 40);
        pool.timers.pass(60_000);
        long started = a.statistics().tasksStarted();
        assertThat(started).isPositive();
        assertThat(pool.facts(TaskFact.LateResult.class)).isEmpty();
        assertThat(a.ended()).isNotDone();
    }

    @Test
    void a_node_starts_what_it_knows_while_it_reads_the_rest() {
        AllocatorNode before = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.submit(TestPool.FRAME, 400);
        pool.timers.pass(1_000);
        before.kill();
        AllocatorNode a = pool.node(TestPool.A, new TimePassingExecutor(pool.timers, 1), pool.follow());
        pool.timers.pass(5_000);
        long started = a.statistics().tasksStarted();
        assertThat(started).isPositive();
        pool.ledger.faults.failHoldings(() -> LedgerException.of(LedgerException.Kind.UNAVAILABLE, "away", null));
        pool.timers.pass(1_500);
        started = a.statistics().tasksStarted();
        pool.timers.pass(3_000);
        assertThat(a.statistics().tasksStarted()).isGreaterThan(started);
        pool.ledger.faults.answerHoldings();
        pool.timers.pass(200_000);
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(400);
        assertThat(pool.facts(TaskFact.LateResult.class)).isEmpty();
    }

    @Test
    void what_ended_here_but_is_somebody_elses_by_now_is_refused() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.submit(TestPool.SHOT, 3);
        pool.timers.pass(1_000);
        assertThat(a.statistics().tasksStarted()).isEqualTo(3);
        AllocatorNode b = pool.node(TestPool.B, new TimePassingExecutor(pool.timers, 1), pool.follow());
        pool.timers.pass(2_000);
        pool.ledger.cutOff(TestPool.A, true);
        pool.ledger.faults.deafenFirst(true);
        pool.timers.pass(60_000);
        assertThat(a.statistics().tasksFinished()).isEqualTo(3);
        assertThat(count(pool.facts(TaskFact.Recovered.class))).isEqualTo(3);
        assertThat(b.statistics().tasksFinished()).isEqualTo(3);
        pool.ledger.cutOff(TestPool.A, false);
        pool.timers.pass(10_000);
        assertThat(pool.facts(TaskFact.LateResult.class)).isNotEmpty().allSatisfy(late -> assertThat(late.node())
                .isEqualTo(TestPool.A));
        assertThat(pool.facts(TaskFact.Finished.class))
                .allSatisfy(finished -> assertThat(finished.node()).isEqualTo(TestPool.B));
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(3);
        pool.ledger.faults.deafenFirst(false);
        pool.submit(TestPool.FRAME, 40);
        pool.timers.pass(60_000);
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(43);
        assertThat(a.statistics().tasksFinished()).as("it works again").isGreaterThan(3);
    }

    @Test
    void a_node_for_which_its_organisation_has_no_room_ends_and_says_why() {
        TestPool small = new TestPool(TestPool.POLICY.withCaps(new Caps(256, 3_000, 3_000, 128, 5, 16, 16, 1, 256)));
        AllocatorNode a = small.node(TestPool.A);
        small.timers.pass(3_000);
        AllocatorNode another = small.node(StreamId.parse("Org1MSP.another"));
        small.timers.pass(3_000);
        assertThat(a.ended()).isNotDone();
        assertThat(another.ended())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("node-quota-exhausted");
    }

    @Test
    void a_node_with_a_resource_that_the_pool_does_not_know_ends_and_says_why() {
        AllocatorNode a = pool.node(
                TestPool.A, TestPool.CAPACITY.with("gpu", 1), new TimePassingExecutor(pool.timers, 1), pool.pool);
        pool.timers.pass(3_000);
        assertThat(a.ended()).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("unknown-resource");
    }

    @Test
    void entries_that_no_round_will_ever_take_do_not_stop_the_rounds() {
        TestPool small = new TestPool(TestPool.POLICY.withCaps(new Caps(4, 3_000, 3_000, 128, 5, 16, 16, 128, 2)));
        AllocatorNode a = small.node(TestPool.A);
        AllocatorNode b = small.node(TestPool.B);
        small.timers.pass(3_000);
        small.submit(TestPool.FRAME, 1);
        small.timers.pass(500);
        for (int i = 0; i < 6; i++) {
            small.ledger.append(
                    StreamId.parse("Org1MSP.quota-" + i),
                    Entry.builder()
                            .submit(Submission.of(TestPool.FRAME.name(), 1, Digest.of("payload")))
                            .build());
        }
        small.timers.pass(60_000);
        assertThat(a.statistics().roundsWon()).isGreaterThan(20);
        assertThat(b.statistics().roundsWon()).isGreaterThan(20);
        assertThat(a.statistics().roundsNothingDue() + b.statistics().roundsNothingDue())
                .isLessThan(5);
        assertThat(count(small.facts(TaskFact.Finished.class))).isEqualTo(1);
    }
}
