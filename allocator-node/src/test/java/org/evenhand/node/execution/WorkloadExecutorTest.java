package org.evenhand.node.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.range.RangeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkloadExecutorTest {
    private static final SubmissionId WORK = SubmissionId.parse("Org1MSP.client/1.0");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore progress = new Semaphore(0);

    @AfterEach
    void stop_threads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private static TaskClass taskClass(Resources demand, long millis) {
        return new TaskClass(new ClassName("some"), demand, 3, millis, true, 3);
    }

    private Execution start(TaskExecutor executor, TaskClass taskClass, long tasks, int lanes) {
        return executor.start(
                new Assignment(WORK, RangeSet.of(0, tasks), lanes, taskClass, Digest.of("payload")), progress::release);
    }

    private void awaitProgress(int times) throws InterruptedException {
        assertThat(progress.tryAcquire(times, 40, TimeUnit.SECONDS)).isTrue();
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    @Test
    void a_task_takes_the_processor_time_that_its_class_says(@TempDir Path scratch) throws Exception {
        long before = processCpuNanos();
        Execution execution =
                start(new WorkloadExecutor(threads, scratch, 1), taskClass(Resources.of(500, 0, 0, 0), 400), 2, 2);
        awaitProgress(2);
        // Two tasks of about 500 millicores for about 400 ms each are 400 ms of processor time.
        assertThat(processCpuNanos() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(350));
        assertThat(execution.progress().finished()).isEqualTo(RangeSet.of(0, 2));
    }

    @Test
    void a_task_of_more_than_one_core_works_on_several_threads(@TempDir Path scratch) throws Exception {
        long before = processCpuNanos();
        start(new WorkloadExecutor(threads, scratch, 1), taskClass(Resources.of(1_500, 0, 0, 0), 200), 1, 1);
        awaitProgress(1);
        assertThat(processCpuNanos() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(270));
    }

    @Test
    void usage_is_measured_while_tasks_run_and_gone_when_they_stop(@TempDir Path scratch) throws Exception {
        WorkloadExecutor executor = new WorkloadExecutor(threads, scratch, 1);
        TaskClass all = taskClass(Resources.of(200, 8, 4_000, 200).with("gpu", 1), 60_000);
        Execution execution = start(executor, all, 1, 1);
        Resources used = executor.usage();
        while (used.amount(Resources.CPU) == 0
                || used.amount(Resources.NETWORK) == 0
                || used.amount(Resources.STORAGE) == 0) {
            TimeUnit.MILLISECONDS.sleep(20);
            used = executor.usage();
        }
        assertThat(used.amount(Resources.MEMORY)).isEqualTo(8);
        assertThat(used.amount("gpu")).isEqualTo(1);
        execution.stop(RangeSet.of(0, 1));
        awaitProgress(1);
        assertThat(execution.progress().finished()).isEqualTo(RangeSet.empty());
        while (!executor.usage().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void tasks_run_one_after_the_other_on_their_lanes(@TempDir Path scratch) throws Exception {
        Execution execution =
                start(new WorkloadExecutor(threads, scratch, 1), taskClass(Resources.of(1, 0, 0, 0), 20), 30, 3);
        RangeSet finished = RangeSet.empty();
        long finishedMillis = 0;
        while (finished.size() < 30) {
            awaitProgress(1);
            Progress now = execution.progress();
            assertThat(now.running().size()).isLessThanOrEqualTo(3);
            finished = finished.add(now.finished());
            finishedMillis += now.finishedMillis();
        }
        assertThat(finished).isEqualTo(RangeSet.of(0, 30));
        assertThat(finishedMillis).isGreaterThan(30 * 15);
    }

    @Test
    void a_task_that_cannot_have_its_scratch_file_fails_with_a_reason(@TempDir Path scratch) throws Exception {
        Execution execution = start(
                new WorkloadExecutor(threads, scratch.resolve("missing"), 1),
                taskClass(Resources.of(0, 0, 0, 10), 20),
                1,
                1);
        awaitProgress(1);
        assertThat(execution.progress().failed()).containsEntry("workload-failed", RangeSet.of(0, 1));
    }

    @Test
    void background_load_really_consumes_until_it_is_changed(@TempDir Path scratch) throws Exception {
        ConsumingLoad load = new ConsumingLoad(threads, scratch);
        load.change(Resources.of(1_200, 4, 0, 0));
        while (load.usage().amount(Resources.CPU) == 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(load.usage().amount(Resources.MEMORY)).isEqualTo(4);
        load.change(Resources.NONE);
        while (!load.usage().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        load.close();
    }
}
