package org.evenhand.node.duty;

import org.evenhand.core.model.TaskClass;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.execution.Execution;
import org.evenhand.node.execution.Progress;

/** Tasks that the executor has. Not for several threads. */
final class Run {
    private final Lot lot;
    private final TaskClass taskClass;
    private final int lanes;
    private final Execution execution;
    private RangeSet open;
    private RangeSet running = RangeSet.empty();
    private long elapsedMillis;

    /**
     * A run that was just started.
     *
     * @param tasks which
     * @param lanes how many at once
     */
    Run(Lot lot, TaskClass taskClass, RangeSet tasks, int lanes, Execution execution) {
        this.lot = lot;
        this.taskClass = taskClass;
        this.lanes = lanes;
        this.execution = execution;
        this.open = tasks;
    }

    Lot lot() {
        return lot;
    }

    TaskClass taskClass() {
        return taskClass;
    }

    /** Tasks that run or are about to; those that have ended are not among them. */
    RangeSet open() {
        return open;
    }

    RangeSet running() {
        return running;
    }

    long elapsedMillis() {
        return elapsedMillis;
    }

    /** Lanes that still have something to do. */
    long lanesInUse() {
        return Math.min(lanes, open.size());
    }

    /** Sees how far the tasks have come. */
    Progress look() {
        Progress progress = execution.progress();
        open = open.remove(progress.finished());
        for (RangeSet failed : progress.failed().values()) {
            open = open.remove(failed);
        }
        running = progress.running();
        elapsedMillis = progress.elapsedMillis();
        return progress;
    }

    /** Stops what has not started. */
    void holdBack() {
        stop(open.remove(running));
    }

    void stop(RangeSet tasks) {
        if (!open.intersect(tasks).isEmpty()) {
            execution.stop(tasks);
            open = open.remove(tasks);
            running = running.remove(tasks);
        }
    }
}
