package org.evenhand.node.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.evenhand.core.model.Resources;
import org.evenhand.node.execution.WorkloadExecutor.Workshop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane of the built-in workload. */
final class WorkloadLane implements Lane {
    private static final Logger LOG = LoggerFactory.getLogger(WorkloadLane.class);
    private static final int JITTER_THOUSANDTHS = 50;

    private final Workshop workshop;
    private final Assignment assignment;
    private final UsageMeter.Gauge gauge;

    WorkloadLane(Workshop workshop, Assignment assignment) {
        this.workshop = workshop;
        this.assignment = assignment;
        this.gauge = workshop.meter().open();
    }

    @Override
    public void close() {
        gauge.close();
    }

    @Override
    public End run(LaneTask task) {
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
            return End.well();
        } catch (IOException | ExecutionException | RejectedExecutionException e) {
            LOG.warn("task {}#{} failed", assignment.submission(), task.index(), e);
            return End.badly("workload-failed");
        } catch (OutOfMemoryError e) {
            // Asking for memory is what such a task does; being refused is its failure and not the node's.
            LOG.warn("task {}#{} did not get its memory", assignment.submission(), task.index());
            return End.badly("out-of-memory");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.badly("interrupted");
        } finally {
            task.stop();
        }
    }

    private @Nullable Void computeBeside(LaneTask task, long millicores) throws IOException, InterruptedException {
        try (UsageMeter.Gauge own = workshop.meter().open()) {
            consume(Resources.NONE.with(Resources.CPU, millicores), task, own);
        }
        return null;
    }

    private void consume(Resources demand, LaneTask task, UsageMeter.Gauge ofThread)
            throws IOException, InterruptedException {
        new Consumption(demand, workshop.scratch(), ofThread).run(durationMillis(task.index()), task::isStopped);
    }

    private long durationMillis(long index) {
        SplittableRandom random =
                new SplittableRandom(workshop.seed() ^ assignment.payload().hashCode() ^ (index << 20));
        int thousandths = random.nextInt(1_000 - JITTER_THOUSANDTHS, 1_000 + JITTER_THOUSANDTHS + 1);
        return Math.max(1, assignment.taskClass().expectedMillis() * thousandths / 1_000);
    }
}
