package org.evenhand.evaluation.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.evenhand.core.model.Terms.Deferral;
import org.evenhand.evaluation.replay.trace.NodeShapes;
import org.evenhand.evaluation.replay.trace.TraceTask;
import org.junit.jupiter.api.Test;

/** Four tasks of two organisations on one node, at ten times the speed, begun at 1,000,000 ms. */
class ReplayBookTest {
    private static final MspId ONE = new MspId("Org1MSP");
    private static final MspId TWO = new MspId("Org2MSP");
    private static final StreamId NODE = new StreamId(ONE, "node-1");
    private static final StreamId OTHER = new StreamId(TWO, "node-2");
    private static final StreamId APPLICATION = new StreamId(ONE, "application");
    private static final long BEGIN_MILLIS = 1_000_000;

    private final ReplayPlan plan = new ReplayPlan(
            List.of(ONE, TWO),
            List.of(task(2, 50_000, 10_000), task(3, 50_000, 20_000), task(4, 60_000, 1_000), task(5, 70_000, 0)),
            List.of(
                    new NodeShapes.Named("node-1", Resources.of(4_000, 100, 0, 0)),
                    new NodeShapes.Named("node-2", Resources.of(4_000, 100, 0, 0))),
            10);
    private final ReplayBook book = new ReplayBook(plan);
    private final List<Fact> facts = new ArrayList<>();

    private static TraceTask task(long line, long arrivalMillis, long durationMillis) {
        return new TraceTask(line, "t", arrivalMillis, durationMillis, Resources.of(1_000, 10, 0, 0));
    }

    private static TaskRange range(int task) {
        return TaskRange.of(new SubmissionId(APPLICATION, task + 1, 0), 0, 1);
    }

    private void queue(int task) {
        book.handIn(task);
        facts.add(queued(task, plan.tasks().get(task).payload()));
    }

    private TaskFact.Queued queued(int task, Digest payload) {
        Submission submission = Submission.of(plan.taskClass(task).name(), 1, payload);
        return new TaskFact.Queued(
                new Fragment(range(task), Terms.queued(plan.taskClass(task), submission, 1, BEGIN_MILLIS)));
    }

    private void finish(int task, StreamId node) {
        facts.add(new TaskFact.Finished(range(task), node, 1, Digest.NONE));
    }

    /** A round decides what has been gathered. */
    private void decide(long atMillis) {
        book.add(new RoundRecord(
                ReplayPool.ID,
                1,
                BEGIN_MILLIS + atMillis,
                NODE,
                new TreeMap<>(),
                1,
                1,
                new RoundRecord.Chain(Digest.NONE, Digest.NONE, Digest.NONE),
                facts));
        facts.clear();
    }

    private ReplayResult result() {
        return new ReplaySummary(plan, book, BEGIN_MILLIS).of(0, 0, new ReplayResult.LedgerUse(0, 0, new TreeMap<>()));
    }

    private void everythingEndsWell() {
        for (int task = 0; task < 4; task++) {
            queue(task);
            facts.add(new TaskFact.Placed(range(task), NODE));
        }
        decide(2_000);
        for (int task = 0; task < 4; task++) {
            book.start(plan.tasks().get(task).payload(), NODE, BEGIN_MILLIS + 2_100);
            finish(task, NODE);
        }
        decide(5_000);
    }

    @Test
    void tasks_are_dealt_to_the_organisations_and_take_their_own_time_at_the_speed_of_the_replay() {
        assertThat(List.of(plan.submitter(0), plan.submitter(1), plan.submitter(2)))
                .containsExactly(ONE, TWO, ONE);
        assertThat(List.of(plan.realMillis(0), plan.realMillis(1), plan.realMillis(3)))
                .containsExactly(1_000L, 2_000L, 1L);
        assertThat(plan.arrivalsMillis()).isEqualTo(2_000);
    }

    @Test
    void when_every_task_has_ended_once_all_are_accounted_for() {
        everythingEndsWell();
        ReplayResult result = result();
        assertThat(result.isAccountedFor()).isTrue();
        assertThat(result.lost()).isZero();
        assertThat(result.account().finished()).isEqualTo(4);
        assertThat(result.makespanMillis()).isEqualTo(5_000);
    }

    @Test
    void times_run_from_the_arrival_of_the_trace_to_the_start_and_to_the_settlement() {
        everythingEndsWell();
        ReplayResult.Times times = result().times();
        // Arrived after 0, 0, 1,000 and 2,000 ms; all started at 2,100 and were settled at 5,000.
        assertThat(times.waiting()).isEqualTo(new Spread(4, 1_100, 2_100, 2_100, 2_100));
        assertThat(times.response()).isEqualTo(new Spread(4, 4_000, 5_000, 5_000, 5_000));
        assertThat(times.settling()).isEqualTo(new Spread(4, 1_900, 2_899, 2_899, 2_899));
        // 50 s of the trace for 10 s; 50 for 20; 40 and 30 for what counts as 10.
        assertThat(times.slowdownHundredths()).isEqualTo(new Spread(4, 300, 500, 500, 500));
    }

    @Test
    void use_is_demand_times_time_by_capacity_times_makespan() {
        everythingEndsWell();
        ReplayResult result = result();
        // 1,000 millicores for 1,000 + 2,000 + 100 + 1 ms, of 4,000 for 5,000 ms.
        assertThat(result.nodes().get(0).use()).containsEntry("cpu", 1_551L);
        assertThat(result.nodes().get(1).finished()).isZero();
        assertThat(result.use()).containsEntry("cpu", 775L);
        assertThat(result.organisations().get(ONE))
                .isEqualTo(new ReplayResult.OrganisationUse(2, 4, 3_547, 10_000, 5_000));
    }

    @Test
    void every_way_to_end_has_its_own_count() {
        for (int task = 0; task < 4; task++) {
            queue(task);
        }
        facts.add(new TaskFact.Failed(range(0), NODE, "broke"));
        facts.add(new TaskFact.Poisoned(range(1), NODE));
        facts.add(new TaskFact.Cancelled(range(2)));
        facts.add(new TaskFact.Deferred(range(3), Deferral.TOO_LARGE));
        facts.add(new TaskFact.Unplaceable(range(3)));
        decide(100);
        ReplayResult.Account account = result().account();
        assertThat(List.of(
                        account.finished(),
                        account.failed(),
                        account.poisoned(),
                        account.cancelled(),
                        account.unplaceable()))
                .containsExactly(0L, 1L, 1L, 1L, 1L);
        assertThat(result().isAccountedFor()).isTrue();
        assertThat(result().decisions().deferred()).containsExactly(entry(Deferral.TOO_LARGE, 1L));
    }

    @Test
    void a_task_that_never_ends_is_lost() {
        queue(0);
        queue(1);
        book.start(plan.tasks().get(0).payload(), NODE, BEGIN_MILLIS + 50);
        finish(0, NODE);
        decide(100);
        assertThat(result().lost()).isEqualTo(3);
        assertThat(result().isAccountedFor()).isFalse();
    }

    @Test
    void a_task_that_ends_twice_or_is_queued_twice_does_not_pass() {
        everythingEndsWell();
        finish(0, OTHER);
        decide(6_000);
        assertThat(book.strange()).containsExactly("task 0 ended twice");
        assertThat(book.ended()).isEqualTo(4);
        facts.add(queued(1, plan.tasks().get(1).payload()));
        decide(6_100);
        assertThat(book.strange()).hasSize(2);
        assertThat(result().isAccountedFor()).isFalse();
    }

    @Test
    void what_is_not_of_the_replay_does_not_pass_either() {
        facts.add(queued(0, Digest.of("somebody else's")));
        finish(2, NODE);
        facts.add(new StreamFact.EntriesLost(APPLICATION, 3, 4));
        decide(100);
        assertThat(book.strange()).hasSize(3);
        assertThatThrownBy(() -> book.start(Digest.of("somebody else's"), NODE, BEGIN_MILLIS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not of this replay");
    }

    @Test
    void what_waits_is_what_was_handed_in_until_it_is_placed_and_again_once_it_is_given_back() {
        queue(0);
        queue(2);
        assertThat(book.waiting(ONE)).isEqualTo(2);
        assertThat(book.waiting(TWO)).isZero();
        facts.add(new TaskFact.Placed(range(0), NODE));
        decide(100);
        assertThat(book.waiting(ONE)).isEqualTo(1);
        facts.add(new TaskFact.Recovered(range(0), NODE, TaskFact.Cause.NODE_FAILED));
        decide(200);
        assertThat(book.waiting(ONE)).isEqualTo(2);
        book.takeBack(2);
        assertThat(book.waiting(ONE)).isEqualTo(1);
    }

    @Test
    void the_start_that_counts_is_that_on_the_node_where_the_task_ended() {
        queue(0);
        decide(100);
        book.start(plan.tasks().get(0).payload(), NODE, BEGIN_MILLIS + 200);
        book.start(plan.tasks().get(0).payload(), OTHER, BEGIN_MILLIS + 700);
        finish(0, OTHER);
        decide(2_000);
        assertThat(book.ended(0))
                .contains(new ReplayBook.Ended(
                        TaskLife.Outcome.FINISHED,
                        Optional.of(OTHER),
                        Optional.of(BEGIN_MILLIS + 700),
                        BEGIN_MILLIS + 2_000,
                        2));
    }

    @Test
    void rejections_are_told_once_to_who_asks_and_the_others_are_counted() {
        facts.add(new StreamFact.ItemRejected(APPLICATION, 1, "submission 0", RejectionReason.QUEUE_FULL));
        facts.add(new StreamFact.ItemRejected(NODE, 9, "end of x", RejectionReason.TOO_MANY_RANGES));
        decide(100);
        assertThat(book.rejections(APPLICATION)).hasSize(1);
        assertThat(book.rejections(APPLICATION)).isEmpty();
        assertThat(book.rejectionsLeft()).containsExactly(entry(RejectionReason.TOO_MANY_RANGES, 1L));
    }

    @Test
    void a_task_that_finished_where_it_was_never_started_does_not_pass() {
        queue(0);
        decide(50);
        book.start(plan.tasks().get(0).payload(), NODE, BEGIN_MILLIS + 60);
        finish(0, OTHER);
        decide(100);
        assertThat(book.strange()).containsExactly("task 0 finished on a node that never started it");
        assertThat(result().times().waiting().count()).isZero();
    }
}
