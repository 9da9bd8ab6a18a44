package org.evenhand.node.execution;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.evenhand.core.model.Resources;

/**
 * The built-in workload: each task really uses what its class says, for as long as its class expects, give or take a
 * little. Countable resources cannot be used up by a program; they count as held while the task runs.
 */
public final class WorkloadExecutor implements TaskExecutor {
    /** Tasks that one node runs at once, each on a thread of its own. */
    private static final int LANES_MAX = 256;

    private static final long ASSIGNMENT_MILLIS = 250;

    private final ExecutorService threads;
    private final Path scratch;
    private final long seed;
    private final UsageMeter meter = new UsageMeter();
    private final Set<Lanes> active = new LinkedHashSet<>();
    private boolean closed;

    /**
     * An idle executor.
     *
     * @param threads as many as tasks run at once; may be shared by several nodes; not closed here
     * @param scratch an existing folder for the files of tasks that use storage
     * @param seed of the jitter in how long tasks take
     */
    public WorkloadExecutor(ExecutorService threads, Path scratch, long seed) {
        this.threads = threads;
        this.scratch = scratch;
        this.seed = seed;
    }

    @Override
    public synchronized Execution start(Assignment assignment, Runnable onProgress) {
        active.removeIf(Lanes::hasEnded);
        Workshop workshop = new Workshop(threads, scratch, meter, seed);
        Lanes lanes = new Lanes(
                threads, assignment, () -> new WorkloadLane(workshop, assignment), (index, result) -> {}, onProgress);
        if (!closed) {
            active.add(lanes);
            lanes.begin();
        }
        return lanes;
    }

    /**
     * What all lanes of a node share.
     *
     * @param threads to run on
     * @param scratch for files
     * @param meter that measures the threads
     * @param seed of the jitter
     */
    record Workshop(ExecutorService threads, Path scratch, UsageMeter meter, long seed) {}

    @Override
    public int lanesMax() {
        return LANES_MAX;
    }

    @Override
    public long assignmentMillis() {
        return ASSIGNMENT_MILLIS;
    }

    @Override
    public synchronized Resources usage() {
        active.removeIf(Lanes::hasEnded);
        ResourceSum sum = new ResourceSum().add(meter.usage(), 1);
        for (Lanes lanes : active) {
            sum.add(Countables.of(lanes.assignment().taskClass().demand()), lanes.runningNow());
        }
        return sum.toResources();
    }

    @Override
    public synchronized void close() {
        closed = true;
        active.forEach(Lanes::stop);
        active.clear();
    }
}
