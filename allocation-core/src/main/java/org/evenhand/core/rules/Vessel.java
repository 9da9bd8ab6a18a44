package org.evenhand.core.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.rules.Trace.Verdict;

/**
 * A node as a vessel for tasks of one class: every task raises its level, the drain time, and it has room for so many.
 */
final class Vessel {
    private final NodeLoad load;
    private final Verdict verdict;
    private final long room;
    private final List<Side> sides;

    /**
     * One resource of the class's demand.
     *
     * @param free {@code A}
     * @param work work outstanding
     * @param perTask work that one task adds, 1 or more
     */
    private record Side(long free, long work, long perTask) {
        long levelMicros(long count) {
            return NodeLoad.micros(Amounts.plus(work, Amounts.times(perTask, count)), free);
        }

        /** How many tasks keep the level at or below this. */
        long countUpTo(long levelMicros) {
            return Math.max(0, (Amounts.times(levelMicros, free) / 1_000 - work) / perTask);
        }
    }

    private Vessel(NodeLoad load, Verdict verdict, long room, List<Side> sides) {
        this.load = load;
        this.verdict = verdict;
        this.room = room;
        this.sides = sides;
    }

    /** A vessel that can take nothing. */
    static Vessel closed(NodeLoad load, Verdict verdict) {
        return new Vessel(load, verdict, 0, List.of());
    }

    /**
     * A vessel for placement: it has room for what fits below the target now, or as backlog.
     *
     * @param idle whether the node has nothing: then a task larger than the target may still have it to itself
     */
    static Vessel placing(NodeLoad load, TaskClass taskClass, long backlogMillis, boolean idle) {
        boolean alone = idle && fitsAlone(load, taskClass);
        Optional<Verdict> excluded = excluded(load, taskClass, alone);
        if (excluded.isPresent()) {
            return closed(load, excluded.get());
        }
        List<Side> sides = sides(load, taskClass);
        long asBacklog = countUpTo(sides, Amounts.times(backlogMillis, 1_000));
        long room = Math.max(belowTarget(load, taskClass), asBacklog);
        return withRoom(load, room == 0 && alone ? 1 : room, sides);
    }

    /**
     * A vessel for relief: it has room for what fits below the target, so that every move makes the excess smaller. All
     * of that can run at once and so waits for nothing, however long it takes.
     */
    static Vessel relieving(NodeLoad load, TaskClass taskClass) {
        return excluded(load, taskClass, false)
                .map(verdict -> closed(load, verdict))
                .orElseGet(() -> withRoom(load, belowTarget(load, taskClass), sides(load, taskClass)));
    }

    private static Vessel withRoom(NodeLoad load, long room, List<Side> sides) {
        return new Vessel(load, room == 0 ? Verdict.FULL : Verdict.ELIGIBLE, room, sides);
    }

    private static Optional<Verdict> excluded(NodeLoad load, TaskClass taskClass, boolean alone) {
        if (!NodeLoad.couldHold(load.node().capacity(), taskClass.demand())) {
            return Optional.of(Verdict.TOO_SMALL);
        }
        boolean nothingFree = taskClass.demand().amounts().keySet().stream().anyMatch(name -> load.free(name) == 0);
        return nothingFree && !alone ? Optional.of(Verdict.NO_FREE_CAPACITY) : Optional.empty();
    }

    private static boolean fitsAlone(NodeLoad load, TaskClass taskClass) {
        return taskClass.demand().amounts().entrySet().stream()
                .allMatch(amount ->
                        amount.getValue() <= load.capacity(amount.getKey()) - load.background(amount.getKey()));
    }

    private static List<Side> sides(NodeLoad load, TaskClass taskClass) {
        long expected = load.expectedMillis(taskClass);
        return taskClass.demand().amounts().entrySet().stream()
                .map(amount -> new Side(
                        load.free(amount.getKey()),
                        load.work(amount.getKey()),
                        Amounts.times(amount.getValue(), expected)))
                .toList();
    }

    private static long belowTarget(NodeLoad load, TaskClass taskClass) {
        long count = Long.MAX_VALUE;
        for (Map.Entry<String, Long> amount : taskClass.demand().amounts().entrySet()) {
            long left = load.free(amount.getKey()) - load.outstanding(amount.getKey());
            count = Math.min(count, Math.max(0, left / amount.getValue()));
        }
        return count;
    }

    private static long countUpTo(List<Side> sides, long levelMicros) {
        long count = Long.MAX_VALUE;
        for (Side side : sides) {
            count = Math.min(count, side.countUpTo(levelMicros));
        }
        return count;
    }

    NodeLoad load() {
        return load;
    }

    Verdict verdict() {
        return verdict;
    }

    /** How many tasks it can take at most. */
    long room() {
        return room;
    }

    /** The drain time with so many more tasks, in microseconds, counting the resources that the class uses. */
    long levelMicros(long count) {
        long highest = 0;
        for (Side side : sides) {
            highest = Math.max(highest, side.levelMicros(count));
        }
        return highest;
    }

    /** How many tasks it can take without rising above a level. */
    long countUpTo(long levelMicros) {
        return Math.min(room, countUpTo(sides, levelMicros));
    }
}
