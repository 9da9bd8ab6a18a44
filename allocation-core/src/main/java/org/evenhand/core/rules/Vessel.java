package org.evenhand.core.rules;

import java.util.List;
import java.util.Map;
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

    /** How much room a vessel has. */
    enum Measure {
        /** Placement: what fits below the target now, or as backlog. */
        TARGET_OR_BACKLOG,
        /**
         * Relief: what fits below the target, so that every move makes the excess smaller. All of that can run at once
         * and so waits for nothing, however long it takes.
         */
        BELOW_TARGET
    }

    /** A vessel that can take nothing. */
    static Vessel closed(NodeLoad load, Verdict verdict) {
        return new Vessel(load, verdict, 0, List.of());
    }

    static Vessel of(NodeLoad load, TaskClass taskClass, Measure measure, long backlogMillis, boolean idle) {
        Map<String, Long> demand = taskClass.demand().amounts();
        if (!NodeLoad.couldHold(load.node().capacity(), taskClass.demand())) {
            return closed(load, Verdict.TOO_SMALL);
        }
        long expected = load.expectedMillis(taskClass);
        List<Side> sides = demand.entrySet().stream()
                .map(amount -> new Side(
                        load.free(amount.getKey()),
                        load.work(amount.getKey()),
                        Amounts.times(amount.getValue(), expected)))
                .toList();
        // A task larger than the target may still have an idle node to itself.
        boolean alone = idle
                && demand.entrySet().stream()
                        .allMatch(amount ->
                                amount.getValue() <= load.capacity(amount.getKey()) - load.background(amount.getKey()));
        if (!alone && sides.stream().anyMatch(side -> side.free() == 0)) {
            return closed(load, Verdict.NO_FREE_CAPACITY);
        }
        long belowTarget = Long.MAX_VALUE;
        for (Map.Entry<String, Long> amount : demand.entrySet()) {
            long left = load.free(amount.getKey()) - load.outstanding(amount.getKey());
            belowTarget = Math.min(belowTarget, Math.max(0, left / amount.getValue()));
        }
        long asBacklog = countUpTo(sides, Amounts.times(backlogMillis, 1_000));
        long room = measure == Measure.TARGET_OR_BACKLOG ? Math.max(belowTarget, asBacklog) : belowTarget;
        if (room == 0 && alone && measure == Measure.TARGET_OR_BACKLOG) {
            room = 1;
        }
        return new Vessel(load, room == 0 ? Verdict.FULL : Verdict.ELIGIBLE, room, sides);
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
