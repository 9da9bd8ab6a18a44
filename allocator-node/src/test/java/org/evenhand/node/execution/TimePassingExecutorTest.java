package org.evenhand.node.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.time.ManualTimers;
import org.junit.jupiter.api.Test;

class TimePassingExecutorTest {
    private static final SubmissionId WORK = SubmissionId.parse("Org1MSP.client/1.0");
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(100, 0, 0, 0), 3, 1_000, true, 3);

    private final ManualTimers timers = new ManualTimers();
    private final TimePassingExecutor executor = new TimePassingExecutor(timers, 1);
    private final AtomicInteger calls = new AtomicInteger();

    private Execution start(long tasks, int lanes) {
        return executor.start(
                new Assignment(WORK, RangeSet.of(0, tasks), lanes, FRAME, Digest.of("payload")),
                calls::incrementAndGet);
    }

    @Test
    void ten_thousand_tasks_need_one_timer() {
        Execution execution = start(10_000, 100);
        assertThat(timers.timersSet()).isEqualTo(1);
        timers.pass(200_000);
        assertThat(calls).hasValue(1);
        Progress progress = execution.progress();
        assertThat(progress.finished()).isEqualTo(RangeSet.of(0, 10_000));
        assertThat(progress.finishedMillis() / 10_000).isBetween(950L, 1_050L);
        assertThat(timers.timersSet()).isZero();
    }

    @Test
    void what_has_ended_so_far_can_be_seen_before_the_end() {
        Execution execution = start(10, 3);
        timers.pass(2_150);
        Progress progress = execution.progress();
        assertThat(progress.finished()).isEqualTo(RangeSet.of(0, 6));
        assertThat(progress.running()).isEqualTo(RangeSet.of(6, 9));
        assertThat(progress.elapsedMillis()).isBetween(0L, 250L);
        assertThat(execution.progress().finished()).isEqualTo(RangeSet.empty());
    }

    @Test
    void stopped_tasks_never_end_and_the_others_do() {
        Execution execution = start(6, 2);
        timers.pass(100);
        execution.stop(RangeSet.of(0, 3));
        timers.pass(10_000);
        assertThat(execution.progress().finished()).isEqualTo(RangeSet.of(3, 6));
        assertThat(calls).hasValue(1);
    }

    @Test
    void the_same_seed_gives_the_same_durations() {
        Execution here = start(1, 1);
        Execution there = new TimePassingExecutor(timers, 1)
                .start(new Assignment(WORK, RangeSet.of(0, 1), 1, FRAME, Digest.of("payload")), calls::incrementAndGet);
        timers.pass(2_000);
        assertThat(here.progress()).isEqualTo(there.progress());
    }

    @Test
    void usage_is_what_the_running_tasks_demand() {
        start(10, 3);
        assertThat(executor.usage()).isEqualTo(Resources.of(300, 0, 0, 0));
        timers.pass(20_000);
        assertThat(executor.usage().isEmpty()).isTrue();
    }

    @Test
    void a_closed_executor_forgets_its_tasks_and_starts_no_more() {
        Execution before = start(3, 3);
        executor.close();
        Execution after = start(3, 3);
        timers.pass(20_000);
        assertThat(before.progress().finished()).isEqualTo(RangeSet.empty());
        assertThat(after.progress().finished()).isEqualTo(RangeSet.empty());
        assertThat(calls).hasValue(0);
    }

    @Test
    void results_depend_on_payload_and_range_alone() {
        TaskRange range = TaskRange.of(WORK, 0, 3);
        Digest result = executor.result(Digest.of("payload"), range);
        assertThat(new TimePassingExecutor(timers, 2).result(Digest.of("payload"), range))
                .isEqualTo(result);
        assertThat(executor.result(Digest.of("other"), range)).isNotEqualTo(result);
        assertThat(executor.result(Digest.of("payload"), TaskRange.of(WORK, 0, 4)))
                .isNotEqualTo(result);
    }

    @Test
    void tasks_take_as_long_as_somebody_says_whatever_their_class_expects() {
        TimePassingExecutor told = new TimePassingExecutor(timers, assignment -> 70);
        Execution execution = told.start(
                new Assignment(WORK, RangeSet.of(0, 1), 1, FRAME, Digest.of("payload")), calls::incrementAndGet);
        timers.pass(69);
        assertThat(execution.progress().finished()).isEqualTo(RangeSet.empty());
        timers.pass(1);
        Progress progress = execution.progress();
        assertThat(progress.finished()).isEqualTo(RangeSet.of(0, 1));
        assertThat(progress.finishedMillis()).isEqualTo(70);
    }

    @Test
    void a_duration_that_nobody_knows_is_thrown_and_nothing_starts() {
        TimePassingExecutor unsure = new TimePassingExecutor(timers, assignment -> {
            throw new IllegalStateException("unknown");
        });
        Assignment work = new Assignment(WORK, RangeSet.of(0, 1), 1, FRAME, Digest.of("payload"));
        assertThatThrownBy(() -> unsure.start(work, calls::incrementAndGet)).hasMessage("unknown");
        assertThat(unsure.usage().isEmpty()).isTrue();
        assertThat(timers.timersSet()).isZero();
    }
}
