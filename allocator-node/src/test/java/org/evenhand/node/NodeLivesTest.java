package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.node.ledger.LedgerException;
import org.junit.jupiter.api.Test;

/** A node that was restarted while an entry of its life before was still on its way. */
class NodeLivesTest {
    private final TestPool pool = new TestPool();

    private static long count(List<? extends TaskFact> facts) {
        return facts.stream().mapToLong(fact -> fact.range().size()).sum();
    }

    private static Submission frames(long count) {
        return Submission.of(TestPool.FRAME.name(), count, Digest.of("payload"));
    }

    /** The entry of a life of the node before, that was on its way when this life began. */
    private void writeAsAnEarlierLife(StreamId node) {
        pool.ledger.append(node, Entry.builder().submit(frames(1)).build());
    }

    private void assertQueuedOnce(SubmissionId id, long tasks) {
        assertThat(pool.facts(TaskFact.Queued.class))
                .filteredOn(queued -> queued.range().size() == tasks)
                .singleElement()
                .satisfies(queued -> assertThat(queued.range().submission()).isEqualTo(id));
    }

    @Test
    void an_entry_of_an_earlier_life_is_not_taken_for_its_own() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        writeAsAnEarlierLife(TestPool.A);
        var ids = a.submit(List.of(frames(3)));
        pool.timers.pass(10_000);
        assertThat(ids).isCompleted();
        assertQueuedOnce(ids.join().get(0), 3);
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(4);
    }

    @Test
    void an_earlier_life_cannot_swallow_the_wish_to_register() {
        pool.ledger.append(TestPool.A, Entry.builder().submit(frames(1)).build());
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.run();
        pool.ledger.faults.lag(TestPool.A, 1);
        pool.timers.pass(1_500);
        pool.ledger.faults.lag(TestPool.A, 0);
        pool.timers.pass(3_000);
        assertThat(pool.facts(NodeFact.Joined.class)).hasSize(1);
        assertThat(a.ended()).isNotDone();
    }

    @Test
    void an_attempt_that_got_lost_does_not_claim_an_entry_of_an_earlier_life() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.ledger.faults.loseNextAppend(TestPool.A);
        var ids = a.submit(List.of(frames(3)));
        passUntilAnEntryFails(a);
        writeAsAnEarlierLife(TestPool.A);
        pool.timers.pass(10_000);
        assertThat(ids).isCompleted();
        assertQueuedOnce(ids.join().get(0), 3);
    }

    @Test
    void what_was_handed_in_after_an_attempt_was_not_in_that_attempt() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.ledger.loseNextAnswer(TestPool.A);
        passUntilAnEntryFails(a);
        pool.ledger.faults.lag(TestPool.A, 1);
        var ids = a.submit(List.of(frames(3)));
        passUntilAnEntryFails(a);
        pool.ledger.faults.lag(TestPool.A, 0);
        pool.timers.pass(10_000);
        assertThat(ids).isCompleted();
        assertQueuedOnce(ids.join().get(0), 3);
    }

    @Test
    void when_nobody_says_what_became_of_an_attempt_the_node_says_so_and_goes_on() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.ledger.faults.loseNextAppend(TestPool.A);
        pool.ledger.faults.silentOn(LedgerFaults.LOST);
        var ids = a.submit(List.of(frames(3)));
        passUntilAnEntryFails(a);
        writeAsAnEarlierLife(TestPool.A);
        pool.timers.pass(5_000);
        assertThat(ids).failsWithin(Duration.ZERO).withThrowableThat().satisfies(thrown -> assertThat(
                        LedgerException.causeOf(Objects.requireNonNull(thrown.getCause()))
                                .transactionId())
                .contains(LedgerFaults.LOST));
        var later = a.submit(List.of(frames(2)));
        pool.timers.pass(5_000);
        assertQueuedOnce(later.join().get(0), 2);
    }

    private void passUntilAnEntryFails(AllocatorNode node) {
        long before = node.statistics().entriesFailed();
        while (node.statistics().entriesFailed() == before) {
            pool.timers.pass(5);
        }
    }
}
