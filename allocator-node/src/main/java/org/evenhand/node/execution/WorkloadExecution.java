package org.evenhand.node.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.evenhand.core.model.Resources;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.execution.WorkloadExecutor.Workshop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One assignment of the built-in workload: as many lanes as it may use, each running task after task. */
final class WorkloadExecution implements Execution {
    private static final Logger LOG = LoggerFactory.getLogger(WorkloadExecution.class);
    private static final int JITTER_THOUSANDTHS = 50;

    private final Workshop workshop;
    private final Assignment assignment;
    private final Runnable onProgress;

    // Guarded by this object's lock.
    private RangeSet waiting;
    private final TreeMap<Long, Task> running = new TreeMap<>();
    private RangeSet finished = RangeSet.empty();
    private long finishedMillis;
    private TreeMap<String, RangeSet> failed = new TreeMap<>();

    WorkloadExecution(Workshop workshop, Assignment assignment, Runnable onProgress) {
        this.workshop = workshop;
        this.assignment = assignment;
        this.onProgress = onProgress;
        this.waiting = assignment.tasks();
    }

    /** A task that runs. */
    private static final class Task {
        final long index;
        final long startNanos = System.nanoTime();
        volatile boolean stopped;

        Task(long index) {
            this.index = index;
        }

        long elapsedMillis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        }
    }

    void begin() {
        long lanes = Math.min(assignment.lanes(), assignment.tasks().size());
        for (long lane = 0; lane < lanes; lane++) {
            // Taken here and not by the lane, so that what was started counts as running from now on.
            Task first = takeNext();
            if (first != null) {
                workshop.threads().execute(() -> runLane(first));
            }
        }
    }

    private void runLane(Task first) {
        try (UsageMeter.Gauge gauge = workshop.meter().open()) {
            for (Task task = first; task != null; task = takeNext()) {
                end(task, run(task, gauge));
                onProgress.run();
            }
        }
    }

    private synchronized @Nullable Task takeNext() {
        if (waiting.isEmpty()) {
            return null;
        }
        RangeSet.Split split = waiting.split(1);
        Task task = new Task(split.first().spans().get(0).from());
        waiting = split.rest();
        running.put(task.index, task);
        return task;
    }

    /** Runs a task; returns why it failed, or an empty text. */
    private String run(Task task, UsageMeter.Gauge gauge) {
        Resources demand = assignment.taskClass().demand();
        long millicores = demand.amount(Resources.CPU);
        long threads = Math.max(
                1, (millicores + Consumption.MILLICORES_PER_THREAD_MAX - 1) / Consumption.MILLICORES_PER_THREAD_MAX);
        long each = millicores / threads;
        List<Future<?>> others = new ArrayList<>();
        try {
            for (long i = 1; i < threads; i++) {
                others.add(workshop.threads().submit(() -> computeBeside(task, each)));
            }
            consume(demand.with(Resources.CPU, millicores - each * (threads - 1)), task, gauge);
            for (Future<?> other : others) {
                other.get();
            }
            return "";
        } catch (IOException | ExecutionException | RejectedExecutionException e) {
            LOG.warn("task {}#{} failed", assignment.submission(), task.index, e);
            return "workload-failed";
        } catch (OutOfMemoryError e) {
            // Asking for memory is what such a task does; being refused is its failure and not the node's.
            LOG.warn("task {}#{} did not get its memory", assignment.submission(), task.index);
            return "out-of-memory";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } finally {
            task.stopped = true;
        }
    }

    private @Nullable Void computeBeside(Task task, long millicores) throws IOException, InterruptedException {
        try (UsageMeter.Gauge gauge = workshop.meter().open()) {
            consume(Resources.NONE.with(Resources.CPU, millicores), task, gauge);
        }
        return null;
    }

    private void consume(Resources demand, Task task, UsageMeter.Gauge gauge) throws IOException, InterruptedException {
        new Consumption(demand, workshop.scratch(), gauge).run(durationMillis(task.index), () -> task.stopped);
    }

    private long durationMillis(long index) {
        SplittableRandom random =
                new SplittableRandom(workshop.seed() ^ assignment.payload().hashCode() ^ (index << 20));
        int thousandths = random.nextInt(1_000 - JITTER_THOUSANDTHS, 1_000 + JITTER_THOUSANDTHS + 1);
        return Math.max(1, assignment.taskClass().expectedMillis() * thousandths / 1_000);
    }

    private synchronized void end(Task task, String failure) {
        if (running.remove(task.index) == null) {
            // Taken away while it ran.
            return;
        }
        RangeSet one = RangeSet.of(task.index, task.index + 1);
        if (failure.isEmpty()) {
            finished = finished.add(one);
            finishedMillis += task.elapsedMillis();
        } else {
            failed.merge(failure, one, RangeSet::add);
        }
    }

    @Override
    public synchronized Progress progress() {
        RangeSet runningNow = RangeSet.empty();
        long elapsedMillis = 0;
        for (Task task : running.values()) {
            runningNow = runningNow.add(RangeSet.of(task.index, task.index + 1));
            elapsedMillis += task.elapsedMillis();
        }
        Progress progress =
                new Progress(finished, finishedMillis, failed, runningNow, elapsedMillis / Math.max(1, running.size()));
        finished = RangeSet.empty();
        finishedMillis = 0;
        failed = new TreeMap<>();
        return progress;
    }

    @Override
    public synchronized void stop(RangeSet tasks) {
        waiting = waiting.remove(tasks);
        for (Task task : List.copyOf(running.values())) {
            if (tasks.contains(task.index)) {
                task.stopped = true;
                running.remove(task.index);
            }
        }
        finished = finished.remove(tasks);
        failed.replaceAll((reason, ended) -> ended.remove(tasks));
    }

    synchronized long runningNow() {
        return running.size();
    }

    synchronized boolean hasEnded() {
        return running.isEmpty() && waiting.isEmpty();
    }

    Resources countableDemand() {
        TreeMap<String, Long> countable = new TreeMap<>();
        for (Map.Entry<String, Long> amount :
                assignment.taskClass().demand().amounts().entrySet()) {
            if (!Resources.isStandard(amount.getKey())) {
                countable.put(amount.getKey(), amount.getValue());
            }
        }
        return new Resources(countable);
    }
}
