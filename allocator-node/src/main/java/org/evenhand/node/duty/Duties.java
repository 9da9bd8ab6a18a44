package org.evenhand.node.duty;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.core.range.Span;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.Progress;
import org.evenhand.node.execution.ResourceSum;
import org.evenhand.node.execution.TaskExecutor;
import org.evenhand.node.statistics.Tally;
import org.evenhand.node.statistics.Tally.Count;

/**
 * The tasks that a node owns, by what the ledger says: they wait, run, or have ended and wait for a round to settle
 * them. Not for several threads.
 */
public final class Duties {
    private final TaskExecutor executor;
    private final Function<ClassName, Optional<TaskClass>> classes;
    private final Runnable onProgress;
    private final Tally tally;
    private final Results results = new Results();
    private final TreeMap<SubmissionId, RangeSet> owned = new TreeMap<>();
    private final TreeMap<Lot, RangeSet> waiting = new TreeMap<>();
    private final List<Run> runs = new ArrayList<>();

    /**
     * No duties yet.
     *
     * @param executor runs the tasks
     * @param classes finds a class, if it is known yet
     * @param onProgress called, on any thread, when {@link #look} has something to see
     */
    public Duties(
            TaskExecutor executor, Function<ClassName, Optional<TaskClass>> classes, Runnable onProgress, Tally tally) {
        this.executor = executor;
        this.classes = classes;
        this.onProgress = onProgress;
        this.tally = tally;
    }

    public Results results() {
        return results;
    }

    /** The node owns these tasks from now on; those that it owns already stay as they are. */
    public void give(Fragment fragment) {
        SubmissionId submission = fragment.range().submission();
        RangeSet before = owned.getOrDefault(submission, RangeSet.empty());
        RangeSet fresh = indices(fragment.range()).remove(before);
        if (!fresh.isEmpty()) {
            owned.put(submission, before.add(fresh));
            waiting.merge(Lot.of(fragment), fresh, RangeSet::add);
        }
    }

    /** The node does not own these tasks any more: they are stopped and forgotten. */
    public void withdraw(TaskRange range) {
        RangeSet taken = disown(range);
        tally.add(Count.TASKS_WITHDRAWN, taken.size());
        if (!taken.isEmpty()) {
            stopWaiting(range.submission(), taken);
            for (Run run : runs) {
                if (run.lot().submission().equals(range.submission())) {
                    run.stop(taken);
                }
            }
            runs.removeIf(run -> run.open().isEmpty());
        }
        results.forget(range);
        executor.forget(range);
    }

    /** What was reported of these tasks was settled. */
    public void settled(TaskRange range) {
        RangeSet ended = disown(range);
        // A result of an earlier life of this node: what was started again since then is not needed any more.
        stopWaiting(range.submission(), ended);
        for (Run run : runs) {
            if (run.lot().submission().equals(range.submission())) {
                run.stop(ended);
            }
        }
        runs.removeIf(run -> run.open().isEmpty());
        results.forget(range);
        executor.forget(range);
    }

    /** What was reported of these tasks came too late: they had been taken away. */
    public void late(TaskRange range) {
        tally.add(Count.TASKS_LATE, range.size());
        settled(range);
    }

    private RangeSet disown(TaskRange range) {
        RangeSet before = owned.getOrDefault(range.submission(), RangeSet.empty());
        RangeSet taken = before.intersect(indices(range));
        RangeSet left = before.remove(taken);
        if (left.isEmpty()) {
            owned.remove(range.submission());
        } else {
            owned.put(range.submission(), left);
        }
        return taken;
    }

    private void stopWaiting(SubmissionId submission, RangeSet tasks) {
        for (Iterator<Map.Entry<Lot, RangeSet>> lots = waiting.entrySet().iterator(); lots.hasNext(); ) {
            Map.Entry<Lot, RangeSet> lot = lots.next();
            if (lot.getKey().submission().equals(submission)) {
                RangeSet left = lot.getValue().remove(tasks);
                if (left.isEmpty()) {
                    lots.remove();
                } else {
                    lot.setValue(left);
                }
            }
        }
    }

    /** What of these tasks waits here has another priority. */
    public void reprioritise(TaskRange range, int priority) {
        TreeMap<Lot, RangeSet> changed = new TreeMap<>();
        waiting.forEach((lot, tasks) -> {
            RangeSet some =
                    lot.submission().equals(range.submission()) ? tasks.intersect(indices(range)) : RangeSet.empty();
            if (!some.isEmpty()) {
                changed.put(lot, some);
            }
        });
        changed.forEach((lot, tasks) -> {
            stopWaiting(lot.submission(), tasks);
            waiting.merge(lot.withPriority(priority), tasks, RangeSet::add);
        });
    }

    /** The node owns exactly these tasks: what it has and should not have is withdrawn, what is new is given. */
    public void reset(List<Fragment> held) {
        TreeMap<SubmissionId, RangeSet> wanted = new TreeMap<>();
        for (Fragment fragment : held) {
            wanted.merge(fragment.range().submission(), indices(fragment.range()), RangeSet::add);
        }
        new TreeMap<>(owned).forEach((submission, tasks) -> {
            RangeSet gone = tasks.remove(wanted.getOrDefault(submission, RangeSet.empty()));
            gone.spans().forEach(span -> withdraw(new TaskRange(submission, span)));
        });
        held.forEach(this::give);
    }

    /** Sees what has ended since the last look. */
    public void look() {
        for (Run run : runs) {
            Progress progress = run.look();
            results.add(run.lot().submission(), run.lot().payload(), progress);
            tally.add(Count.TASKS_FINISHED, progress.finished().size());
            progress.failed().values().forEach(failed -> tally.add(Count.TASKS_FAILED, failed.size()));
        }
        runs.removeIf(run -> run.open().isEmpty());
    }

    /**
     * Starts what fits, the most important and oldest first.
     *
     * @param capacity of the node
     * @param targetBasisPoints of the policy
     * @param background load that is not the pool's
     */
    public void startWhatFits(Resources capacity, int targetBasisPoints, Resources background) {
        Admission admission = new Admission(capacity, targetBasisPoints, background, demand());
        long lanesLeft =
                executor.lanesMax() - runs.stream().mapToLong(Run::lanesInUse).sum();
        for (Lot lot : List.copyOf(waiting.keySet())) {
            Optional<TaskClass> taskClass = classes.apply(lot.taskClass());
            RangeSet tasks = waiting.getOrDefault(lot, RangeSet.empty());
            if (taskClass.isPresent() && lanesLeft > 0) {
                long lanes = admission.admit(taskClass.get(), Math.min(tasks.size(), lanesLeft));
                if (lanes > 0) {
                    start(lot, taskClass.get(), tasks, (int) lanes);
                    lanesLeft -= lanes;
                }
            }
        }
    }

    private void start(Lot lot, TaskClass taskClass, RangeSet tasks, int lanes) {
        long perLane = Math.max(1, executor.assignmentMillis() / taskClass.expectedMillis());
        RangeSet.Split split = tasks.split(lanes * perLane);
        if (split.rest().isEmpty()) {
            waiting.remove(lot);
        } else {
            waiting.put(lot, split.rest());
        }
        Assignment assignment = new Assignment(lot.submission(), split.first(), lanes, taskClass, lot.payload());
        tally.add(Count.TASKS_STARTED, split.first().size());
        runs.add(new Run(lot, taskClass, split.first(), lanes, executor.start(assignment, onProgress)));
    }

    /** Starts nothing more of what was handed to the executor; what runs goes on. */
    public void holdBack() {
        look();
        runs.forEach(Run::holdBack);
        runs.removeIf(run -> run.open().isEmpty());
    }

    /** Stops all that runs, as failed; says how many tasks that were. */
    public long failWhatRuns(String reason) {
        look();
        long stopped = 0;
        for (Run run : runs) {
            RangeSet open = run.open();
            stopped += open.size();
            run.stop(open);
            results.add(run.lot().submission(), run.lot().payload(), Progress.failed(reason, open));
        }
        runs.clear();
        tally.add(Count.TASKS_FAILED, stopped);
        return stopped;
    }

    public boolean nothingRuns() {
        return runs.isEmpty();
    }

    /** What the tasks that run ask for. */
    public Resources demand() {
        ResourceSum sum = new ResourceSum();
        runs.forEach(run -> sum.add(run.taskClass().demand(), run.lanesInUse()));
        return sum.toResources();
    }

    /** What ran at the last look, as at most so many ranges. */
    public List<Running> running(int rangesMax) {
        List<Running> running = new ArrayList<>();
        for (Run run : runs) {
            for (Span span : run.running().spans()) {
                if (running.size() < rangesMax) {
                    long elapsed = Math.min(run.elapsedMillis(), Limits.DURATION_MAX_MILLIS);
                    running.add(new Running(new TaskRange(run.lot().submission(), span), elapsed));
                }
            }
        }
        return running;
    }

    /** How many tasks ran at the last look. */
    public long running() {
        return runs.stream().mapToLong(run -> run.running().size()).sum();
    }

    /** How many tasks the node owns. */
    public long owned() {
        return owned.values().stream().mapToLong(RangeSet::size).sum();
    }

    private static RangeSet indices(TaskRange range) {
        return RangeSet.of(range.from(), range.to());
    }
}
