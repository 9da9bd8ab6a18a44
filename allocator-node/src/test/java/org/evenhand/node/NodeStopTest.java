package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.NodeState.Wanted;
import org.evenhand.core.model.Submission;
import org.evenhand.node.stopping.Farewell;
import org.evenhand.node.stopping.StopNote;
import org.evenhand.node.stopping.StopReport;
import org.junit.jupiter.api.Test;

/** How a node ends in good order, and what its next life makes of that. */
class NodeStopTest {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final TestPool pool = new TestPool();
    private final StopNote note = StopNote.inMemory();

    private static long count(List<? extends TaskFact> facts) {
        return facts.stream().mapToLong(fact -> fact.range().size()).sum();
    }

    private Wanted wanted() {
        return pool.pool.node(TestPool.A).orElseThrow().wanted();
    }

    private AllocatorNode nodeWith(long shots) {
        AllocatorNode a = pool.node(TestPool.A, note);
        pool.timers.pass(3_000);
        pool.submit(TestPool.SHOT, shots);
        pool.timers.pass(1_000);
        return a;
    }

    @Test
    void what_runs_may_end_and_what_has_not_started_goes_back_uncharged() {
        AllocatorNode a = pool.node(TestPool.A, note);
        pool.timers.pass(3_000);
        pool.submit(TestPool.FRAME, 30);
        pool.timers.pass(1_200);
        assertThat(pool.facts(TaskFact.Placed.class)).isNotEmpty();
        CompletableFuture<StopReport> stopped = a.stop(GRACE);
        pool.timers.pass(4_000);
        assertThat(stopped).isCompletedWithValue(new StopReport(true, 0, 0));
        assertThat(count(pool.facts(TaskFact.Finished.class)))
                .isEqualTo(a.statistics().tasksStarted() - heldBack(a))
                .isPositive();
        assertThat(pool.facts(TaskFact.Recovered.class))
                .isNotEmpty()
                .allSatisfy(recovered -> assertThat(recovered.cause()).isEqualTo(TaskFact.Cause.NODE_DRAINING));
        assertThat(pool.facts(TaskFact.Requeued.class)).isEmpty();
    }

    /** Tasks that were handed to the executor, and had not begun. */
    private long heldBack(AllocatorNode node) {
        return node.statistics().tasksStarted() - node.statistics().tasksFinished();
    }

    @Test
    void what_still_runs_when_its_time_is_over_is_queued_again_at_once() {
        AllocatorNode a = nodeWith(3);
        assertThat(a.statistics().tasksStarted()).isEqualTo(3);
        CompletableFuture<StopReport> stopped = a.stop(Duration.ofSeconds(2));
        pool.timers.pass(1_900);
        assertThat(stopped).isNotDone();
        pool.timers.pass(2_000);
        assertThat(stopped).isCompletedWithValue(new StopReport(true, 3, 0));
        assertThat(count(pool.facts(TaskFact.Requeued.class))).isEqualTo(3);
        assertThat(pool.facts(TaskFact.Requeued.class))
                .allSatisfy(requeued -> assertThat(requeued.reason()).isEqualTo(Farewell.STOPPED));
        pool.node(TestPool.B);
        pool.timers.pass(40_000);
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(3);
    }

    @Test
    void whoever_says_it_twice_does_not_wait() {
        AllocatorNode a = nodeWith(3);
        assertThat(a.stop(GRACE)).isNotDone();
        pool.timers.pass(300);
        CompletableFuture<StopReport> stopped = a.stop(GRACE);
        pool.timers.pass(1_000);
        assertThat(stopped).isCompletedWithValue(new StopReport(true, 3, 0));
    }

    @Test
    void nothing_is_said_after_the_last_words_and_nothing_submitted() {
        AllocatorNode a = nodeWith(1);
        assertThat(a.stop(Duration.ZERO)).isNotDone();
        pool.timers.run();
        var late = a.submit(List.of(Submission.of(TestPool.FRAME.name(), 1, Digest.of("payload"))));
        pool.timers.pass(3_000);
        assertThat(late).isCompletedExceptionally();
        assertThat(a.ended()).isCompleted();
        int entries = pool.ledger.entries().size();
        pool.timers.pass(10_000);
        assertThat(pool.ledger.entries()).hasSize(entries);
    }

    @Test
    void a_ledger_that_cannot_be_reached_delays_the_end_by_a_bounded_time() {
        AllocatorNode a = nodeWith(3);
        pool.ledger.cutOff(TestPool.A, true);
        CompletableFuture<StopReport> stopped = a.stop(GRACE);
        pool.timers.pass(GRACE.toMillis() + Farewell.HAND_OVER_MILLIS_MAX + Farewell.LAST_WORDS_MILLIS_MAX);
        assertThat(stopped).isCompletedWithValue(new StopReport(false, 3, 3));
        pool.ledger.cutOff(TestPool.A, false);
        pool.node(TestPool.B);
        pool.timers.pass(60_000);
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(3);
    }

    @Test
    void a_node_that_never_reached_the_ledger_ends_at_once() {
        pool.ledger.cutOff(TestPool.A, true);
        AllocatorNode a = pool.node(TestPool.A, note);
        pool.timers.pass(3_000);
        CompletableFuture<StopReport> stopped = a.stop(GRACE);
        pool.timers.run();
        assertThat(stopped).isCompletedWithValue(new StopReport(false, 0, 0));
        assertThat(note.lastSequence()).isEmpty();
    }

    @Test
    void the_next_life_takes_the_drain_back() {
        AllocatorNode a = nodeWith(1);
        assertThat(a.stop(Duration.ZERO)).isNotDone();
        pool.timers.pass(2_000);
        assertThat(a.ended()).isCompleted();
        assertThat(wanted()).isEqualTo(Wanted.DRAINING);
        assertThat(note.lastSequence()).isPresent().isNotEqualTo(OptionalLong.of(0));
        AllocatorNode again = pool.node(TestPool.A, note);
        pool.timers.pass(30_000);
        assertThat(wanted()).isEqualTo(Wanted.ACTIVE);
        assertThat(note.lastSequence()).isEmpty();
        assertThat(again.statistics().tasksFinished()).isEqualTo(1);
    }

    @Test
    void a_stop_that_was_cut_short_is_taken_back_too_even_if_no_round_had_taken_it() {
        AllocatorNode a = nodeWith(1);
        pool.ledger.mute(true);
        assertThat(a.stop(GRACE)).isNotDone();
        pool.timers.pass(150);
        a.kill();
        assertThat(note.lastSequence()).hasValue(0);
        pool.ledger.mute(false);
        pool.node(TestPool.A, note);
        pool.timers.pass(30_000);
        assertThat(wanted()).isEqualTo(Wanted.ACTIVE);
        assertThat(pool.facts(NodeFact.WantedChanged.class))
                .map(NodeFact.WantedChanged::wanted)
                .containsExactly(Wanted.DRAINING, Wanted.ACTIVE);
        assertThat(note.lastSequence()).isEmpty();
    }

    @Test
    void a_node_that_its_owner_has_drained_stays_drained() {
        AllocatorNode a = nodeWith(1);
        a.request(NodeRequest.of(NodeRequest.Kind.DRAIN));
        pool.timers.pass(2_000);
        assertThat(a.stop(Duration.ZERO)).isNotDone();
        pool.timers.pass(2_000);
        assertThat(a.ended()).isCompleted();
        assertThat(note.lastSequence()).isEmpty();
        pool.node(TestPool.A, note);
        pool.timers.pass(10_000);
        assertThat(wanted()).isEqualTo(Wanted.DRAINING);
    }

    @Test
    void an_owner_who_asks_for_a_drain_while_the_node_is_down_has_the_last_word() {
        AllocatorNode a = nodeWith(1);
        assertThat(a.stop(Duration.ZERO)).isNotDone();
        pool.timers.pass(2_000);
        assertThat(a.ended()).isCompleted();
        pool.ledger.append(
                TestPool.A,
                Entry.builder().request(NodeRequest.of(NodeRequest.Kind.DRAIN)).build());
        pool.node(TestPool.A, note);
        pool.timers.pass(10_000);
        assertThat(wanted()).isEqualTo(Wanted.DRAINING);
        assertThat(note.lastSequence()).isEmpty();
    }

    @Test
    void a_node_that_cannot_note_it_stops_without_being_drained() {
        StopNote full = new StopNote() {
            @Override
            public OptionalLong lastSequence() {
                return OptionalLong.empty();
            }

            @Override
            public void write(long lastSequence) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void erase() {}
        };
        AllocatorNode a = pool.node(TestPool.A, full);
        pool.timers.pass(3_000);
        pool.submit(TestPool.SHOT, 2);
        pool.timers.pass(1_000);
        CompletableFuture<StopReport> stopped = a.stop(Duration.ZERO);
        pool.timers.pass(15_000);
        assertThat(stopped).isCompleted();
        assertThat(wanted()).isEqualTo(Wanted.ACTIVE);
        assertThat(count(pool.facts(TaskFact.Requeued.class))).isGreaterThanOrEqualTo(2);
    }
}
