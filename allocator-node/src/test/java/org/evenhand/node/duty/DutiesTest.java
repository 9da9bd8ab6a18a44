package org.evenhand.node.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport.Finished;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.evenhand.node.execution.TimePassingExecutor;
import org.evenhand.node.statistics.Tally;
import org.evenhand.node.time.ManualTimers;
import org.junit.jupiter.api.Test;

class DutiesTest {
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(1_000, 0, 0, 0), 3, 2_000, true, 3);
    private static final Resources CAPACITY = Resources.of(4_000, 0, 0, 0);
    private static final SubmissionId OLD = SubmissionId.parse("Org1MSP.client/1.0");
    private static final SubmissionId NEW = SubmissionId.parse("Org1MSP.client/2.0");

    private final ManualTimers timers = new ManualTimers();
    private final Tally tally = new Tally();
    private final Duties duties =
            new Duties(new TimePassingExecutor(timers, 1), name -> Optional.of(FRAME), () -> {}, tally);

    private static Fragment fragment(SubmissionId submission, long from, long to, int priority, long queuedRound) {
        Terms terms = Terms.queued(
                        FRAME, Submission.of(FRAME.name(), to, Digest.of("payload")), queuedRound, queuedRound)
                .withPriority(priority);
        return new Fragment(TaskRange.of(submission, from, to), terms);
    }

    private List<TaskRange> startAndLook() {
        duties.startWhatFits(CAPACITY, 5_000, Resources.NONE);
        duties.look();
        return duties.running(100).stream().map(Running::range).toList();
    }

    private List<TaskRange> finished() {
        duties.look();
        return duties.results().take(100).finished((payload, range) -> payload).stream()
                .map(Finished::range)
                .toList();
    }

    private static TaskRange range(SubmissionId submission, long from, long to) {
        return TaskRange.of(submission, from, to);
    }

    @Test
    void the_most_urgent_tasks_start_first_and_then_the_oldest() {
        duties.give(fragment(NEW, 0, 5, 3, 8));
        duties.give(fragment(OLD, 0, 1, 3, 7));
        assertThat(startAndLook()).containsExactly(range(OLD, 0, 1), range(NEW, 0, 1));
        duties.withdraw(range(OLD, 0, 1));
        duties.reprioritise(range(NEW, 4, 5), 9);
        assertThat(startAndLook()).containsExactly(range(NEW, 0, 1), range(NEW, 4, 5));
    }

    @Test
    void a_task_that_runs_is_stopped_when_it_is_withdrawn_and_its_result_never_told() {
        duties.give(fragment(OLD, 0, 4, 3, 7));
        assertThat(startAndLook()).containsExactly(range(OLD, 0, 2));
        duties.withdraw(range(OLD, 1, 3));
        timers.pass(10_000);
        assertThat(finished()).containsExactly(range(OLD, 0, 1));
        assertThat(duties.owned()).isEqualTo(2);
        assertThat(tally.statistics().tasksWithdrawn()).isEqualTo(2);
    }

    @Test
    void a_result_that_waits_to_be_told_is_dropped_when_its_task_is_withdrawn() {
        duties.give(fragment(OLD, 0, 2, 3, 7));
        startAndLook();
        timers.pass(10_000);
        duties.look();
        duties.withdraw(range(OLD, 0, 1));
        assertThat(finished()).containsExactly(range(OLD, 1, 2));
    }

    @Test
    void tasks_given_twice_run_once() {
        duties.give(fragment(OLD, 0, 2, 3, 7));
        startAndLook();
        duties.give(fragment(OLD, 0, 2, 3, 7));
        timers.pass(10_000);
        assertThat(startAndLook()).isEmpty();
        assertThat(tally.statistics().tasksStarted()).isEqualTo(2);
    }

    @Test
    void a_task_that_comes_back_runs_again() {
        duties.give(fragment(OLD, 0, 1, 3, 7));
        startAndLook();
        duties.withdraw(range(OLD, 0, 1));
        duties.give(fragment(OLD, 0, 1, 3, 7));
        assertThat(startAndLook()).containsExactly(range(OLD, 0, 1));
    }

    @Test
    void a_reset_keeps_what_is_still_owned_and_drops_the_rest() {
        duties.give(fragment(OLD, 0, 2, 3, 7));
        startAndLook();
        timers.pass(500);
        duties.reset(List.of(fragment(OLD, 1, 2, 3, 7), fragment(NEW, 5, 6, 3, 8)));
        assertThat(startAndLook()).containsExactly(range(OLD, 1, 2), range(NEW, 5, 6));
        timers.pass(1_700);
        assertThat(finished()).containsExactly(range(OLD, 1, 2));
    }

    @Test
    void settled_tasks_are_not_owned_any_more() {
        duties.give(fragment(OLD, 0, 2, 3, 7));
        startAndLook();
        timers.pass(10_000);
        assertThat(finished()).containsExactly(range(OLD, 0, 2));
        duties.results().committed(1);
        duties.settled(range(OLD, 0, 2));
        duties.results().taken(1);
        assertThat(duties.owned()).isZero();
        assertThat(duties.results().hasPending()).isFalse();
    }

    @Test
    void tasks_of_a_class_that_is_not_known_yet_wait() {
        Duties unsure = new Duties(new TimePassingExecutor(timers, 1), name -> Optional.empty(), () -> {}, tally);
        unsure.give(fragment(OLD, 0, 2, 3, 7));
        unsure.startWhatFits(CAPACITY, 5_000, Resources.NONE);
        assertThat(unsure.demand().isEmpty()).isTrue();
        assertThat(unsure.owned()).isEqualTo(2);
    }
}
