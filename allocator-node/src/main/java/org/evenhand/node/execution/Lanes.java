package org.evenhand.node.execution;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.evenhand.core.json.Digest;
import org.evenhand.core.range.RangeSet;
import org.jspecify.annotations.Nullable;

/** An assignment on as many lanes as it may use, each running task after task. */
public final class Lanes implements Execution {
    private final Executor threads;
    private final Assignment assignment;
    private final Lane.Opener opener;
    private final ResultKeeper results;
    private final Runnable onProgress;

    // Guarded by this object's lock.
    private RangeSet waiting;
    private final TreeMap<Long, LaneTask> running = new TreeMap<>();
    private RangeSet finished = RangeSet.empty();
    private long finishedMillis;
    private TreeMap<String, RangeSet> failed = new TreeMap<>();

    /** Told what a task made, unless it was taken away while it ran. */
    @FunctionalInterface
    public interface ResultKeeper {
        void keep(long index, Digest result);
    }

    /**
     * An assignment that has not begun.
     *
     * @param threads one for each lane; called at the beginning alone
     * @param opener makes the lanes
     * @param results told what tasks make
     * @param onProgress called whenever a task has ended
     */
    public Lanes(
            Executor threads, Assignment assignment, Lane.Opener opener, ResultKeeper results, Runnable onProgress) {
        this.threads = threads;
        this.assignment = assignment;
        this.opener = opener;
        this.results = results;
        this.onProgress = onProgress;
        this.waiting = assignment.tasks();
    }

    public void begin() {
        long lanes = Math.min(assignment.lanes(), assignment.tasks().size());
        for (long lane = 0; lane < lanes; lane++) {
            // Taken here and not by the lane, so that what was started counts as running from now on.
            LaneTask first = takeNext();
            if (first != null) {
                threads.execute(() -> runLane(first));
            }
        }
    }

    private void runLane(LaneTask first) {
        try (Lane lane = opener.open()) {
            for (LaneTask task = first; task != null; task = takeNext()) {
                end(task, lane.run(task));
                task.stop();
                onProgress.run();
            }
        }
    }

    private synchronized @Nullable LaneTask takeNext() {
        if (waiting.isEmpty()) {
            return null;
        }
        RangeSet.Split split = waiting.split(1);
        LaneTask task = new LaneTask(split.first().spans().get(0).from());
        waiting = split.rest();
        running.put(task.index(), task);
        return task;
    }

    private synchronized void end(LaneTask task, Lane.End end) {
        if (running.remove(task.index()) == null) {
            // Taken away while it ran.
            return;
        }
        RangeSet one = RangeSet.of(task.index(), task.index() + 1);
        if (end.failure().isEmpty()) {
            end.result().ifPresent(result -> results.keep(task.index(), result));
            finished = finished.add(one);
            finishedMillis += task.elapsedMillis();
        } else {
            failed.merge(end.failure(), end.ofAll() ? one.add(waiting) : one, RangeSet::add);
            waiting = end.ofAll() ? RangeSet.empty() : waiting;
        }
    }

    @Override
    public synchronized Progress progress() {
        RangeSet runningNow = RangeSet.empty();
        long elapsedMillis = 0;
        for (LaneTask task : running.values()) {
            runningNow = runningNow.add(RangeSet.of(task.index(), task.index() + 1));
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
        for (LaneTask task : List.copyOf(running.values())) {
            if (tasks.contains(task.index())) {
                task.stop();
                running.remove(task.index());
            }
        }
        finished = finished.remove(tasks);
        failed.replaceAll((reason, ended) -> ended.remove(tasks));
    }

    /** Stops all of it. */
    public void stop() {
        stop(RangeSet.of(0, Long.MAX_VALUE));
    }

    public synchronized long runningNow() {
        return running.size();
    }

    public synchronized boolean hasEnded() {
        return running.isEmpty() && waiting.isEmpty();
    }

    public Assignment assignment() {
        return assignment;
    }
}
