package org.evenhand.node.execution;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.evenhand.core.model.Resources;
import org.evenhand.node.time.Timers;

/**
 * Consumes nothing: a task only lets its expected time pass. For measuring the ledger with many nodes on one machine.
 *
 * <p>What its tasks "use" is what their classes say. One timer serves a whole assignment, however many tasks it holds.
 */
public final class TimePassingExecutor implements TaskExecutor {
    /** A task's duration differs from the expected one by at most this share, in thousandths. */
    private static final int JITTER_THOUSANDTHS = 50;

    private static final long ASSIGNMENT_MILLIS = 1_000;

    private final Timers timers;
    private final long seed;
    private final Set<Waves> active = new LinkedHashSet<>();
    private boolean closed;

    /**
     * An idle executor.
     *
     * @param seed of the jitter: the same seed gives the same durations
     */
    public TimePassingExecutor(Timers timers, long seed) {
        this.timers = timers;
        this.seed = seed;
    }

    @Override
    public synchronized Execution start(Assignment assignment, Runnable onProgress) {
        Waves waves = new Waves(timers, assignment, durationMillis(assignment), onProgress);
        if (!closed) {
            active.add(waves);
            waves.begin();
        }
        return waves;
    }

    private long durationMillis(Assignment assignment) {
        long expected = assignment.taskClass().expectedMillis();
        long first = assignment.tasks().spans().get(0).from();
        SplittableRandom random =
                new SplittableRandom(seed ^ assignment.payload().hashCode() ^ (first << 20));
        int thousandths = random.nextInt(1_000 - JITTER_THOUSANDTHS, 1_000 + JITTER_THOUSANDTHS + 1);
        return Math.max(1, expected * thousandths / 1_000);
    }

    @Override
    public int lanesMax() {
        return Integer.MAX_VALUE;
    }

    @Override
    public long assignmentMillis() {
        return ASSIGNMENT_MILLIS;
    }

    @Override
    public synchronized Resources usage() {
        active.removeIf(Waves::hasEnded);
        ResourceSum sum = new ResourceSum();
        for (Waves waves : active) {
            sum.add(waves.demand(), waves.runningNow());
        }
        return sum.toResources();
    }

    @Override
    public synchronized void close() {
        closed = true;
        active.forEach(Waves::end);
        active.clear();
    }
}
