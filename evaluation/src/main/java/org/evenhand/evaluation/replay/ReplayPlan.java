package org.evenhand.evaluation.replay;

import java.util.ArrayList;
import java.util.List;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.evaluation.load.Foundation;
import org.evenhand.evaluation.replay.trace.NodeShapes;
import org.evenhand.evaluation.replay.trace.TraceTask;

/**
 * What is replayed, on what, by whom. Tasks are dealt to the organisations in turn, as they arrive; so are nodes, and
 * whoever has the first turn moves on, so that nobody gets one kind of node alone.
 */
public final class ReplayPlan {
    /** Nodes after which the first turn moves on. */
    private static final int NODES_PER_DEAL = 4;

    private final List<MspId> organisations;
    private final List<TraceTask> tasks;
    private final List<Node> nodes = new ArrayList<>();
    private final ReplayTime time;
    private final ClassGrid grid;

    /**
     * A node of the replay.
     *
     * @param id its name
     * @param capacity what it has
     */
    public record Node(StreamId id, Resources capacity) {}

    /**
     * Plans a replay.
     *
     * @param organisations who takes part, in name order
     * @param tasks by arrival, one or more
     * @param shapes the nodes
     * @param speedup how much faster time passes, more than 0
     * @throws IllegalArgumentException if there are no tasks, or they ask for too many different things
     */
    public ReplayPlan(List<MspId> organisations, List<TraceTask> tasks, List<NodeShapes.Named> shapes, double speedup) {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("expected a task to replay, found none");
        }
        this.organisations = List.copyOf(organisations);
        this.tasks = List.copyOf(tasks);
        this.time = new ReplayTime(tasks.get(0).arrivalMillis(), speedup);
        for (int i = 0; i < shapes.size(); i++) {
            MspId owner = organisations.get((i + i / NODES_PER_DEAL) % organisations.size());
            nodes.add(new Node(
                    new StreamId(owner, shapes.get(i).name()), shapes.get(i).capacity()));
        }
        this.grid = ClassGrid.of(
                tasks,
                shapes.stream().map(NodeShapes.Named::capacity).toList(),
                Foundation.classesMax(organisations.size()),
                time);
    }

    public List<MspId> organisations() {
        return organisations;
    }

    public List<TraceTask> tasks() {
        return tasks;
    }

    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    public ClassGrid grid() {
        return grid;
    }

    public double speedup() {
        return time.speedup();
    }

    ReplayTime time() {
        return time;
    }

    /** Whose task it is. */
    MspId submitter(int task) {
        return organisations.get(task % organisations.size());
    }

    TaskClass taskClass(int task) {
        return grid.of(tasks.get(task));
    }

    /** How long a task takes in the replay. */
    long realMillis(int task) {
        return time.realMillis(tasks.get(task).durationMillis());
    }

    /** From the first arrival to the last, in milliseconds of ours. */
    public long arrivalsMillis() {
        return time.realOffset(tasks.get(tasks.size() - 1).arrivalMillis());
    }

    /** The longest task, in milliseconds of ours. */
    public long longestMillis() {
        return time.realMillis(
                tasks.stream().mapToLong(TraceTask::durationMillis).max().orElse(1));
    }
}
