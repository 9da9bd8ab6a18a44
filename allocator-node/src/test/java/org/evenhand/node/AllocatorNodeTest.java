package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.execution.TimePassingExecutor;
import org.junit.jupiter.api.Test;

class AllocatorNodeTest {
    private final TestPool pool = new TestPool();

    private static RangeSet tasks(List<? extends TaskFact> facts) {
        return RangeSet.copyOf(facts.stream().map(fact -> fact.range().span()).toList());
    }

    private static long count(List<? extends TaskFact> facts) {
        return facts.stream().mapToLong(fact -> fact.range().size()).sum();
    }

    @Test
    void a_node_registers_itself_with_its_first_entry() {
        pool.node(TestPool.A);
        pool.timers.pass(3_000);
        assertThat(pool.facts(NodeFact.Joined.class)).singleElement().satisfies(joined -> assertThat(joined.capacity())
                .isEqualTo(TestPool.CAPACITY));
    }

    @Test
    void every_task_is_finished_once_and_none_is_late() {
        AllocatorNode a = pool.node(TestPool.A);
        AllocatorNode b = pool.node(TestPool.B);
        pool.timers.pass(3_000);
        pool.submit(TestPool.FRAME, 60);
        pool.timers.pass(30_000);
        List<TaskFact.Finished> finished = pool.facts(TaskFact.Finished.class);
        assertThat(tasks(finished)).isEqualTo(RangeSet.of(0, 60));
        assertThat(count(finished)).isEqualTo(60);
        assertThat(finished).map(TaskFact.Finished::node).contains(TestPool.A, TestPool.B);
        assertThat(pool.facts(TaskFact.LateResult.class)).isEmpty();
        assertThat(a.statistics().tasksFinished() + b.statistics().tasksFinished())
                .isEqualTo(60);
    }

    @Test
    void organisations_take_turns_and_races_are_rare() {
        AllocatorNode a = pool.node(TestPool.A);
        AllocatorNode b = pool.node(TestPool.B);
        pool.timers.pass(60_000);
        assertThat(a.statistics().roundsWon()).isGreaterThan(20);
        assertThat(b.statistics().roundsWon()).isGreaterThan(20);
        assertThat(a.statistics().roundsLost() + b.statistics().roundsLost()).isZero();
        assertThat(a.statistics().roundsNotYet() + b.statistics().roundsNotYet())
                .isLessThan(3);
    }

    @Test
    void a_dead_organisation_does_not_hold_up_the_rounds() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.node(TestPool.B);
        pool.timers.pass(3_000);
        a.kill();
        int before = pool.ledger.rounds().size();
        pool.timers.pass(3_000);
        assertThat(pool.ledger.rounds().size()).isGreaterThan(before + 2);
    }

    @Test
    void work_of_a_killed_node_is_placed_again_and_finished() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.node(TestPool.B);
        pool.timers.pass(3_000);
        pool.submit(TestPool.FRAME, 40);
        pool.timers.pass(1_000);
        a.kill();
        pool.timers.pass(60_000);
        assertThat(pool.facts(TaskFact.Recovered.class)).isNotEmpty();
        assertThat(tasks(pool.facts(TaskFact.Finished.class))).isEqualTo(RangeSet.of(0, 40));
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(40);
    }

    @Test
    void what_is_moved_away_is_stopped_and_never_reported() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.node(TestPool.B);
        pool.timers.pass(3_000);
        pool.submit(TestPool.SHOT, 4);
        pool.timers.pass(1_000);
        pool.disturb(TestPool.A, 3_500);
        pool.timers.pass(200_000);
        assertThat(pool.facts(TaskFact.Moved.class)).isNotEmpty().allSatisfy(moved -> assertThat(moved.from())
                .isEqualTo(TestPool.A));
        assertThat(a.statistics().tasksWithdrawn()).isPositive();
        assertThat(pool.facts(TaskFact.LateResult.class)).isEmpty();
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(4);
    }

    @Test
    void a_node_that_lost_the_ledger_finishes_what_runs_but_starts_nothing() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.ledger.cutOff(TestPool.A, true);
        pool.timers.pass(12_000);
        long startedBefore = a.statistics().tasksStarted();
        assertThat(a.statistics().leaseLapses()).isEqualTo(1);
        pool.submit(TestPool.FRAME, 4);
        AllocatorNode b = pool.node(TestPool.B);
        pool.timers.pass(2_000);
        pool.timers.pass(20_000);
        assertThat(a.statistics().tasksStarted()).isEqualTo(startedBefore);
        assertThat(b.statistics().tasksFinished()).isEqualTo(4);
        pool.ledger.cutOff(TestPool.A, false);
        pool.timers.pass(5_000);
        pool.submit(TestPool.FRAME, 40);
        pool.timers.pass(60_000);
        assertThat(a.statistics().tasksStarted()).isGreaterThan(startedBefore);
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(44);
    }

    @Test
    void a_node_that_comes_back_late_drops_what_others_were_given() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.submit(TestPool.LONG, 5);
        pool.timers.pass(1_000);
        assertThat(a.statistics().tasksStarted()).isEqualTo(5);
        pool.node(TestPool.B);
        pool.timers.pass(1_500);
        pool.ledger.cutOff(TestPool.A, true);
        pool.timers.pass(40_000);
        pool.ledger.cutOff(TestPool.A, false);
        pool.timers.pass(120_000);
        assertThat(count(pool.facts(TaskFact.Recovered.class))).isPositive();
        assertThat(a.statistics().tasksWithdrawn()).isPositive();
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(5);
        assertThat(pool.facts(TaskFact.LateResult.class)).isEmpty();
    }

    @Test
    void a_restarted_node_continues_its_stream_and_runs_again_what_it_owned() {
        AllocatorNode before = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.submit(TestPool.FRAME, 4);
        pool.timers.pass(800);
        assertThat(before.statistics().tasksStarted()).isEqualTo(4);
        before.kill();
        pool.timers.pass(500);
        AllocatorNode after = pool.node(TestPool.A, new TimePassingExecutor(pool.timers, 1), pool.follow());
        pool.timers.pass(5_000);
        assertThat(after.statistics().tasksStarted()).isEqualTo(4);
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(4);
        assertThat(pool.facts(NodeFact.Joined.class)).hasSize(1);
        assertThat(pool.facts(TaskFact.Recovered.class))
                .as("within its lease nobody counts it as an attempt")
                .isEmpty();
        List<Long> sequences = pool.ledger.entries().stream()
                .filter(entry -> entry.stream().equals(TestPool.A))
                .map(ContractLedger.EntryAt::sequence)
                .toList();
        assertThat(sequences).first().isEqualTo(1L);
        assertThat(sequences).last().isEqualTo((long) sequences.size());
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_entry_whose_answer_was_lost_is_not_appended_twice() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        pool.ledger.loseNextAnswer(TestPool.A);
        var ids = a.submit(List.of(Submission.of(TestPool.FRAME.name(), 3, Digest.of("payload"))));
        pool.timers.pass(10_000);
        assertThat(ids).isCompleted();
        SubmissionId id = ids.join().get(0);
        assertThat(pool.facts(TaskFact.Queued.class))
                .singleElement()
                .satisfies(queued -> assertThat(queued.range().submission()).isEqualTo(id));
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(3);
        assertThat(a.ended()).isNotDone();
    }

    @Test
    void lost_events_are_noticed_and_made_good() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.node(TestPool.B);
        pool.timers.pass(3_000);
        pool.ledger.mute(true);
        pool.submit(TestPool.FRAME, 30);
        pool.ledger.append(
                TestPool.CLIENT,
                Entry.builder()
                        .submit(Submission.of(TestPool.FRAME.name(), 10, Digest.of("more")))
                        .build());
        pool.timers.pass(4_000);
        pool.ledger.mute(false);
        pool.submit(TestPool.FRAME, 10);
        pool.timers.pass(60_000);
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(50);
        assertThat(a.ended()).isNotDone();
    }

    @Test
    void a_bad_submission_fails_alone_and_does_not_silence_the_node() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        var good = a.submit(List.of(Submission.of(TestPool.FRAME.name(), 1, Digest.of("payload"))));
        var bad = a.submit(List.of(Submission.of(new ClassName("unheard-of"), 1, Digest.of("payload"))));
        var better = a.submit(List.of(Submission.of(TestPool.FRAME.name(), 2, Digest.of("payload"))));
        pool.timers.pass(10_000);
        assertThat(good).isCompleted();
        assertThat(bad).isCompletedExceptionally();
        assertThat(better).isCompleted();
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(3);
        assertThat(a.ended()).isNotDone();
    }

    @Test
    void a_node_whose_stream_belongs_to_another_key_ends() {
        pool.ledger.steal(TestPool.A, TestPool.CLIENT);
        AllocatorNode a = pool.node(TestPool.A);
        pool.timers.pass(3_000);
        assertThat(a.ended()).isCompletedExceptionally();
        var late = a.submit(List.of(Submission.of(TestPool.FRAME.name(), 1, Digest.of("payload"))));
        assertThat(late).isCompletedExceptionally();
    }

    @Test
    void an_idle_pool_is_not_bothered_with_proposals_that_decide_nothing() {
        AllocatorNode a = pool.node(TestPool.A);
        AllocatorNode b = pool.node(TestPool.B);
        pool.timers.pass(60_000);
        assertThat(a.statistics().roundsNothingDue() + b.statistics().roundsNothingDue())
                .isLessThan(5);
        assertThat(a.statistics().entriesCommitted()).isBetween(55L, 65L);
    }

    @Test
    void a_node_that_is_to_drain_gets_nothing_more() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.node(TestPool.B);
        pool.timers.pass(3_000);
        a.request(NodeRequest.of(NodeRequest.Kind.DRAIN));
        pool.timers.pass(2_000);
        pool.submit(TestPool.FRAME, 20);
        pool.timers.pass(40_000);
        assertThat(a.statistics().tasksStarted()).isZero();
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(20);
    }

    @Test
    void a_node_that_was_retired_hands_its_work_over_and_stops() {
        AllocatorNode a = pool.node(TestPool.A);
        pool.node(TestPool.B);
        pool.timers.pass(3_000);
        pool.submit(TestPool.LONG, 5);
        pool.timers.pass(2_000);
        assertThat(a.statistics().tasksStarted()).isPositive();
        a.request(NodeRequest.of(NodeRequest.Kind.RETIRE));
        pool.timers.pass(5_000);
        assertThat(a.ended()).isCompleted();
        assertThat(pool.facts(NodeFact.Left.class)).hasSize(1);
        pool.timers.pass(150_000);
        assertThat(count(pool.facts(TaskFact.Finished.class))).isEqualTo(5);
    }
}
