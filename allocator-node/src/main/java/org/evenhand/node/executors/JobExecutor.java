package org.evenhand.node.executors;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.evenhand.core.model.Resources;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.Countables;
import org.evenhand.node.execution.Execution;
import org.evenhand.node.execution.Lane;
import org.evenhand.node.execution.Lanes;
import org.evenhand.node.execution.ResourceSum;
import org.evenhand.node.execution.TaskExecutor;

/** Runs the tasks of one class as the node's list says. */
final class JobExecutor implements TaskExecutor {
    /** Tasks that one node runs at once, each on a thread of its own. */
    static final int LANES_MAX = 256;

    static final long ASSIGNMENT_MILLIS = 250;

    private final Executor threads;
    private final Job job;
    private final JobLane.Parts parts;
    private final TaskResults results;
    private final Set<Lanes> active = new LinkedHashSet<>();
    private boolean closed;

    JobExecutor(Executor threads, Job job, JobLane.Parts parts, TaskResults results) {
        this.threads = threads;
        this.job = job;
        this.parts = parts;
        this.results = results;
    }

    @Override
    public synchronized Execution start(Assignment assignment, Runnable onProgress) {
        active.removeIf(Lanes::hasEnded);
        Lane.Opener opener = () -> new JobLane(parts, job, assignment);
        Lanes lanes = new Lanes(
                threads,
                assignment,
                opener,
                (index, result) -> results.keep(assignment.submission(), index, result),
                onProgress);
        if (!closed) {
            active.add(lanes);
            lanes.begin();
        }
        return lanes;
    }

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
        ResourceSum sum = new ResourceSum().add(job.usage(), 1);
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
