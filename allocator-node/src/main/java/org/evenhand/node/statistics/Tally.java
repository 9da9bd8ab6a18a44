package org.evenhand.node.statistics;

import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts. For any number of threads. */
public final class Tally {
    private final EnumMap<Count, LongAdder> counts = new EnumMap<>(Count.class);

    public Tally() {
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
    }

    /** What is counted, as {@link NodeStatistics} describes it. */
    public enum Count {
        ENTRIES_COMMITTED,
        ENTRIES_FAILED,
        ROUNDS_PROPOSED,
        ROUNDS_WON,
        ROUNDS_LOST,
        ROUNDS_NOTHING_DUE,
        ROUNDS_NOT_YET,
        DISAGREEMENTS,
        TASKS_STARTED,
        TASKS_FINISHED,
        TASKS_FAILED,
        TASKS_WITHDRAWN,
        TASKS_LATE,
        LEASE_LAPSES
    }

    public void one(Count count) {
        add(count, 1);
    }

    public void add(Count count, long more) {
        adder(count).add(more);
    }

    public NodeStatistics statistics() {
        return new NodeStatistics(
                of(Count.ENTRIES_COMMITTED),
                of(Count.ENTRIES_FAILED),
                of(Count.ROUNDS_PROPOSED),
                of(Count.ROUNDS_WON),
                of(Count.ROUNDS_LOST),
                of(Count.ROUNDS_NOTHING_DUE),
                of(Count.ROUNDS_NOT_YET),
                of(Count.DISAGREEMENTS),
                of(Count.TASKS_STARTED),
                of(Count.TASKS_FINISHED),
                of(Count.TASKS_FAILED),
                of(Count.TASKS_WITHDRAWN),
                of(Count.TASKS_LATE),
                of(Count.LEASE_LAPSES));
    }

    private long of(Count count) {
        return adder(count).sum();
    }

    private LongAdder adder(Count count) {
        return Objects.requireNonNull(counts.get(count));
    }
}
