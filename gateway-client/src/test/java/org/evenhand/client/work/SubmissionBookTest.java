package org.evenhand.client.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.fact.TaskFact.Cause;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.evenhand.core.range.RangeSet;
import org.junit.jupiter.api.Test;

/** Where the tasks of a submission are after facts of every kind. */
class SubmissionBookTest {
    private static final StreamId CLIENT = StreamId.parse("Org1MSP.client");
    private static final StreamId A = StreamId.parse("Org1MSP.node-1");
    private static final StreamId B = StreamId.parse("Org2MSP.node-1");
    private static final StreamId NOBODY = StreamId.parse("Org9MSP.nobody");
    private static final SubmissionId OURS = new SubmissionId(CLIENT, 7, 1);
    private static final Digest RESULT = Digest.of("result");

    private final SubmissionBook book = new SubmissionBook(OURS);

    private static TaskRange range(long from, long to) {
        return TaskRange.of(OURS, from, to);
    }

    private static Fact queued(long count) {
        Terms terms =
                new Terms(new ClassName("frame"), Digest.of("payload"), 3, 1, 0, 0, 0, 0, false, Terms.Deferral.NONE);
        return new TaskFact.Queued(new Fragment(range(0, count), terms));
    }

    private void decide(Fact... facts) {
        for (Fact fact : facts) {
            book.apply(fact);
        }
    }

    private void requireCounts(Map<TaskState, Long> counts) {
        assertThat(book.progress())
                .isEqualTo(new SubmissionProgress(counts, book.progress().rejection()));
    }

    @Test
    void nothing_is_known_of_a_submission_that_no_round_has_taken() {
        requireCounts(Map.of());
        assertThat(book.progress().isOver()).isFalse();
    }

    @Test
    void tasks_wait_are_placed_and_end() {
        decide(queued(10), new TaskFact.Placed(range(0, 6), A), new TaskFact.Placed(range(6, 8), B));
        requireCounts(Map.of(TaskState.WAITING, 2L, TaskState.PLACED, 8L));
        assertThat(book.holdings()).isEqualTo(Map.of(A, RangeSet.of(0, 6), B, RangeSet.of(6, 8)));

        decide(
                new TaskFact.Finished(range(0, 3), A, 5, RESULT),
                new TaskFact.Failed(range(3, 4), A, "out-of-memory"),
                new TaskFact.Unplaceable(range(8, 10)));

        requireCounts(
                Map.of(TaskState.PLACED, 4L, TaskState.FINISHED, 3L, TaskState.FAILED, 1L, TaskState.UNPLACEABLE, 2L));
        assertThat(book.progress().submitted()).isEqualTo(10);
        assertThat(book.progress().open()).isEqualTo(4);
        assertThat(book.progress().isOver()).isFalse();

        decide(new TaskFact.Finished(range(4, 6), A, 5, RESULT), new TaskFact.Finished(range(6, 8), B, 5, RESULT));
        assertThat(book.progress().isOver()).isTrue();
        assertThat(book.holdings()).isEmpty();
    }

    @Test
    void moved_tasks_are_with_their_new_node() {
        decide(queued(4), new TaskFact.Placed(range(0, 4), A), new TaskFact.Moved(range(1, 3), A, B));

        requireCounts(Map.of(TaskState.PLACED, 4L));
        assertThat(book.holdings())
                .isEqualTo(Map.of(A, RangeSet.of(0, 1).add(RangeSet.of(3, 4)), B, RangeSet.of(1, 3)));
    }

    @Test
    void recovered_and_requeued_tasks_wait_again_and_poisoned_ones_have_ended() {
        decide(
                queued(6),
                new TaskFact.Placed(range(0, 6), A),
                new TaskFact.Recovered(range(0, 2), A, Cause.NODE_FAILED),
                new TaskFact.Requeued(range(2, 3), A, "oops"),
                new TaskFact.Poisoned(range(5, 6), A));

        requireCounts(Map.of(TaskState.WAITING, 3L, TaskState.PLACED, 2L, TaskState.POISONED, 1L));
        assertThat(book.holdings()).isEqualTo(Map.of(A, RangeSet.of(3, 5)));
    }

    @Test
    void a_partly_ended_range_that_is_cancelled_loses_only_what_was_open() {
        decide(
                queued(10),
                new TaskFact.Placed(range(0, 6), A),
                new TaskFact.Finished(range(2, 4), A, 5, RESULT),
                new TaskFact.Cancelled(range(1, 8)));

        requireCounts(
                Map.of(TaskState.WAITING, 2L, TaskState.PLACED, 1L, TaskState.FINISHED, 2L, TaskState.CANCELLED, 5L));
        assertThat(book.holdings()).isEqualTo(Map.of(A, RangeSet.of(0, 1)));
    }

    @Test
    void late_results_deferrals_and_priorities_leave_tasks_where_they_are() {
        decide(queued(4), new TaskFact.Placed(range(0, 2), A));
        decide(
                new TaskFact.LateResult(range(0, 4), B),
                new TaskFact.Deferred(range(2, 4), Terms.Deferral.NO_ROOM),
                new TaskFact.Reprioritised(range(0, 4), 9));

        requireCounts(Map.of(TaskState.WAITING, 2L, TaskState.PLACED, 2L));
        assertThat(book.results()).isEmpty();
    }

    @Test
    void results_and_failures_are_kept_in_the_order_of_the_tasks() {
        TaskFact.Finished late = new TaskFact.Finished(range(8, 9), A, 5, RESULT);
        TaskFact.Finished early = new TaskFact.Finished(range(0, 4), B, 9, Digest.of("other"));
        TaskFact.Failed failed = new TaskFact.Failed(range(9, 10), B, "exit-1");
        decide(queued(10), new TaskFact.Placed(range(0, 10), A), late, failed, early);

        assertThat(book.results()).containsExactly(early, late);
        assertThat(book.failures()).containsExactly(failed);
    }

    @Test
    void other_submissions_do_not_count() {
        TaskRange other = TaskRange.of(new SubmissionId(CLIENT, 7, 0), 0, 4);

        assertThat(book.apply(new TaskFact.Placed(other, A))).isFalse();
        assertThat(book.apply(queued(2))).isTrue();

        requireCounts(Map.of(TaskState.WAITING, 2L));
    }

    private void requireRejection(String reason, Fact... facts) {
        SubmissionBook fresh = new SubmissionBook(OURS);
        for (Fact fact : facts) {
            fresh.apply(fact);
        }
        assertThat(fresh.progress().rejection()).hasValue(reason);
        assertThat(fresh.progress().isOver()).isTrue();
        assertThat(fresh.progress().submitted()).isZero();
    }

    @Test
    void a_submission_that_was_not_taken_is_over_and_says_why() {
        requireRejection(
                "queue-full", new StreamFact.ItemRejected(CLIENT, 7, "submission 1", RejectionReason.QUEUE_FULL));
        requireRejection("entries-lost", new StreamFact.EntriesLost(CLIENT, 1, 7));
        requireRejection("no-such-submission", new StreamFact.EntriesTaken(CLIENT, 7));
    }

    @Test
    void what_happens_to_other_entries_and_items_is_no_rejection() {
        decide(
                new StreamFact.ItemRejected(CLIENT, 7, "submission 0", RejectionReason.QUEUE_FULL),
                new StreamFact.ItemRejected(CLIENT, 6, "submission 1", RejectionReason.QUEUE_FULL),
                new StreamFact.ItemRejected(A, 7, "submission 1", RejectionReason.QUEUE_FULL),
                new StreamFact.EntriesLost(CLIENT, 1, 6),
                new StreamFact.EntriesTaken(CLIENT, 6));
        assertThat(book.progress().rejection()).isEmpty();

        decide(queued(1), new StreamFact.EntriesTaken(CLIENT, 7));
        assertThat(book.progress().rejection()).isEmpty();
        assertThat(book.progress().isOver()).isFalse();
    }

    /** Each task of a random history by itself, against the ranges of the book. */
    private static final class OneByOne {
        private static final int TASKS = 60;

        private final SplittableRandom random;
        private final TaskState[] states = new TaskState[TASKS];
        private final StreamId[] nodes = new StreamId[TASKS];
        private final SubmissionBook book = new SubmissionBook(OURS);

        OneByOne(long seed) {
            random = new SplittableRandom(seed);
            book.apply(queued(TASKS));
            Arrays.fill(states, TaskState.WAITING);
            Arrays.fill(nodes, NOBODY);
        }

        /** Takes neighbours that are in one place, as the rounds do, and sends them on. */
        void step() {
            int from = random.nextInt(TASKS);
            int to = from + 1;
            while (to < TASKS && states[to] == states[from] && nodes[to].equals(nodes[from]) && random.nextInt(6) > 0) {
                to++;
            }
            StreamId holder = nodes[from];
            StreamId target = random.nextBoolean() ? A : B;
            TaskRange range = range(from, to);
            if (states[from] == TaskState.WAITING) {
                switch (random.nextInt(6)) {
                    case 0 -> go(new TaskFact.Unplaceable(range), TaskState.UNPLACEABLE, NOBODY);
                    case 1 -> go(new TaskFact.Cancelled(range), TaskState.CANCELLED, NOBODY);
                    default -> go(new TaskFact.Placed(range, target), TaskState.PLACED, target);
                }
            } else if (states[from] == TaskState.PLACED) {
                switch (random.nextInt(9)) {
                    case 0 -> go(new TaskFact.Finished(range, holder, 1, RESULT), TaskState.FINISHED, NOBODY);
                    case 1 -> go(new TaskFact.Failed(range, holder, "oops"), TaskState.FAILED, NOBODY);
                    case 2 -> go(new TaskFact.Poisoned(range, holder), TaskState.POISONED, NOBODY);
                    case 3 -> go(new TaskFact.Requeued(range, holder, "oops"), TaskState.WAITING, NOBODY);
                    case 4 -> go(new TaskFact.Cancelled(range), TaskState.CANCELLED, NOBODY);
                    case 5, 6 -> go(new TaskFact.Moved(range, holder, target), TaskState.PLACED, target);
                    default -> go(new TaskFact.Recovered(range, holder, Cause.NODE_FAILED), TaskState.WAITING, NOBODY);
                }
            } else {
                book.apply(new TaskFact.LateResult(range, target));
            }
        }

        private void go(TaskFact fact, TaskState state, StreamId node) {
            book.apply(fact);
            for (long task = fact.range().from(); task < fact.range().to(); task++) {
                states[(int) task] = state;
                nodes[(int) task] = node;
            }
        }

        void requireSame(String repeat) {
            TreeMap<TaskState, Long> counts = new TreeMap<>();
            TreeMap<StreamId, RangeSet> held = new TreeMap<>();
            for (int task = 0; task < TASKS; task++) {
                counts.merge(states[task], 1L, Long::sum);
                if (!nodes[task].equals(NOBODY)) {
                    held.merge(nodes[task], RangeSet.of(task, task + 1), RangeSet::add);
                }
            }
            assertThat(book.progress().submitted()).as(repeat).isEqualTo(TASKS);
            for (TaskState state : TaskState.values()) {
                assertThat(book.progress().count(state))
                        .as(repeat + ": " + state)
                        .isEqualTo(counts.getOrDefault(state, 0L));
            }
            assertThat(book.holdings()).as(repeat).isEqualTo(held);
        }
    }

    @Test
    void the_totals_are_those_of_each_task_by_itself() {
        for (long seed = 1; seed <= 200; seed++) {
            OneByOne history = new OneByOne(seed);
            for (int step = 0; step < 60; step++) {
                history.step();
                history.requireSame("seed " + seed + ", step " + step);
            }
        }
    }
}
