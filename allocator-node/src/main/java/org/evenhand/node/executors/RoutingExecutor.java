package org.evenhand.node.executors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.TaskRange;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.Inputs;
import org.evenhand.node.content.ResultManifest;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.Execution;
import org.evenhand.node.execution.ResourceSum;
import org.evenhand.node.execution.TaskExecutor;
import org.evenhand.node.execution.TimePassingExecutor;
import org.evenhand.node.execution.WorkloadExecutor;
import org.evenhand.node.time.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the tasks of each class as the node's list says, and remembers what they made until rounds have settled it. */
public final class RoutingExecutor implements TaskExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(RoutingExecutor.class);

    private final ContentStore store;
    private final TaskResults results = new TaskResults();
    private final TreeMap<ClassName, TaskExecutor> classes = new TreeMap<>();
    private final TaskExecutor others;
    private final List<TaskExecutor> all;

    /**
     * What executors need of the node.
     *
     * @param threads one for each task that runs; not closed here
     * @param scratch an existing folder, of no other node
     * @param store keeps what tasks work on and make
     * @param inputs gets there what is not there
     * @param timers for tasks that only let time pass
     * @param seed of their jitter
     */
    public record Workshop(
            ExecutorService threads, Path scratch, ContentStore store, Inputs inputs, Timers timers, long seed) {}

    /**
     * An idle executor.
     *
     * @throws IOException if the folder for tasks cannot be made, or not be cleared of what was left there
     */
    public RoutingExecutor(AllowList list, Workshop workshop) throws IOException {
        this.store = workshop.store();
        JobLane.Parts parts = new JobLane.Parts(
                WorkFolders.open(workshop.scratch().resolve("tasks")),
                new TaskInputs(workshop.store(), workshop.inputs()),
                workshop.store());
        Path own = Files.createDirectories(workshop.scratch().resolve("workload"));
        TaskExecutor workload = new WorkloadExecutor(workshop.threads(), own, workshop.seed());
        list.classes().forEach((name, rule) -> classes.put(name, executor(rule, workshop, parts, workload)));
        this.others = executor(list.others(), workshop, parts, workload);
        List<TaskExecutor> used = new ArrayList<>();
        for (TaskExecutor executor : classes.values()) {
            if (!used.contains(executor)) {
                used.add(executor);
            }
        }
        if (!used.contains(others)) {
            used.add(others);
        }
        this.all = List.copyOf(used);
    }

    private TaskExecutor executor(Rule rule, Workshop workshop, JobLane.Parts parts, TaskExecutor workload) {
        if (rule instanceof Rule.Command command) {
            Job job = new CommandJob(command, store, parts.folders());
            return new JobExecutor(workshop.threads(), job, parts, results);
        } else if (rule instanceof Rule.Http http) {
            Job job = new HttpJob(http, store, workshop.threads());
            return new JobExecutor(workshop.threads(), job, parts, results);
        } else if (rule instanceof Rule.Workload) {
            return workload;
        } else if (rule instanceof Rule.TimePassing) {
            return new TimePassingExecutor(workshop.timers(), workshop.seed());
        }
        return new RefusingExecutor();
    }

    @Override
    public Execution start(Assignment assignment, Runnable onProgress) {
        return classes.getOrDefault(assignment.taskClass().name(), others).start(assignment, onProgress);
    }

    @Override
    public int lanesMax() {
        return all.stream().mapToInt(TaskExecutor::lanesMax).min().orElse(JobExecutor.LANES_MAX);
    }

    @Override
    public long assignmentMillis() {
        return all.stream().mapToLong(TaskExecutor::assignmentMillis).min().orElse(JobExecutor.ASSIGNMENT_MILLIS);
    }

    @Override
    public Resources usage() {
        ResourceSum sum = new ResourceSum();
        all.forEach(executor -> sum.add(executor.usage(), 1));
        return sum.toResources();
    }

    /** The digest of the range's result manifest, which the store has from then on. */
    @Override
    public Digest result(Digest payload, TaskRange range) {
        Optional<ResultManifest> manifest = results.of(payload, range);
        if (manifest.isEmpty()) {
            return TaskExecutor.super.result(payload, range);
        }
        byte[] bytes = manifest.get().toBytes();
        try {
            return store.putForNow(bytes);
        } catch (IOException e) {
            LOG.error("the results of {} will be reported, but nobody can fetch them: {}", range, e.getMessage());
            return Digest.of(bytes);
        }
    }

    @Override
    public void forget(TaskRange range) {
        results.forget(range);
    }

    @Override
    public void close() {
        all.forEach(TaskExecutor::close);
    }
}
