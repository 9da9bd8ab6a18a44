package org.evenhand.node.execution;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.evenhand.core.model.Resources;
import org.evenhand.node.time.Timers;

/**
 * Consumes nothing: a task only lets its time pass. For measuring the ledger with many nodes on one machine, and for
 * replaying what tasks took elsewhere.
 *
 * <p>What its tasks "use" is what their classes say. One timer serves a whole assignment, however many tasks it holds.
 */
public final class TimePassingExecutor implements TaskExecutor {
    /** A task's duration differs from the expected one by at most this share, in thousandths. */
    private static final int JITTER_THOUSANDTHS = 50;

    private static final long ASSIGNMENT_MILLIS = 1_000;

    private final Timers timers;
    private final ToLongFunction<Assignment> durations;
    private final Set<Waves> active = new LinkedHashSet<>();
    private boolean closed;

    /**
     * An idle executor whose tasks take about as long as their class expects.
     *
     * @param seed of the jitter: the same seed gives the same durations
     */
    public TimePassingExecutor(Timers timers, long seed) {
        this(timers, assignment -> aboutWhatIsExpected(assignment, seed));
    }

    /**
     * An idle executor whose tasks take as long as somebody says.
     *
     * @param durations asked once for every assignment that starts: how long each of its tasks takes, in milliseconds,
     *     1 or more; may be asked by any thread. What it throws is thrown to whoever starts the assignment
     */
    public TimePassingExecutor(Timers timers, ToLongFunction<Assignment> durations) {
        this.timers = timers;
        this.durations = durations;
    }

    @Override
    public synchronized Execution start(Assignment assignment, Runnable onProgress) {
        long durationMillis = durations.applyAsLong(assignment);
        if (durationMillis < 1) {
            throw new IllegalArgumentException("tasks of " + assignment.submission() + " of " + durationMillis + " ms");
        }
        Waves waves = new Waves(timers, assignment, durationMillis, onProgress);
        if (!closed) {
            active.add(waves);
            waves.begin();
        }
        return waves;
    }

    private static long aboutWhatIsExpected(Assignment assignment, long seed) {
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
