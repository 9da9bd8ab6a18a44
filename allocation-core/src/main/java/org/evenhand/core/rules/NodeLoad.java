package org.evenhand.core.rules;

import java.util.Map;
import java.util.TreeMap;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.TaskClass;

/**
 * The load of a node, by resource {@code r}:
 *
 * <ul>
 *   <li>{@code free A = max(0, target * P - background)}, with the target ramped up during probation;
 *   <li>{@code outstanding = sum of d} over all tasks it has, {@code projected = background + outstanding}: a node
 *       cannot talk it below what the ledger knows was given;
 *   <li>{@code work = sum of d * rem}, where {@code rem} is a task's expected remaining time;
 *   <li>drain time {@code W = max over r of work / A}.
 * </ul>
 *
 * <p>Drain time counts every resource. Memory and countables do not flow, but they bound how many tasks run at once,
 * and {@code work / A} is a lower bound of the time until all have run for them as well.
 */
final class NodeLoad {
    /** A ramp starts here, in basis points, so that a new node can prove itself. */
    private static final long RAMP_START_BASIS_POINTS = 1_000;

    /** A task that runs longer than expected still counts for an eighth of what was expected. */
    private static final long OVERTIME_DIVISOR = 8;

    private final Round round;
    private final NodeState node;
    private final TreeMap<String, Long> outstanding = new TreeMap<>();
    private final TreeMap<String, Long> running = new TreeMap<>();
    private final TreeMap<String, Long> work = new TreeMap<>();

    private NodeLoad(Round round, NodeState node) {
        this.round = round;
        this.node = node;
    }

    static NodeLoad of(Round round, NodeState node) {
        NodeLoad load = new NodeLoad(round, node);
        for (Fragment fragment : round.state().holdings(node.id()).fragments()) {
            load.give(round.taskClass(fragment.terms().taskClass()), fragment.size());
        }
        long sinceReport = Math.max(0, round.nowMillis() - node.observation().timeMillis());
        for (Running part : node.observation().running()) {
            load.progress(part, part.elapsedMillis() + sinceReport);
        }
        return load;
    }

    private void progress(Running part, long elapsedMillis) {
        for (Fragment fragment : round.state().holdings(node.id()).overlapping(part.range())) {
            TaskClass taskClass = round.taskClass(fragment.terms().taskClass());
            long expected = expectedMillis(taskClass);
            long done = Math.min(elapsedMillis, expected - expected / OVERTIME_DIVISOR);
            taskClass.demand().amounts().forEach((name, demand) -> {
                long all = Amounts.times(demand, fragment.size());
                running.merge(name, all, Amounts::plus);
                work.merge(name, -Amounts.times(all, done), Long::sum);
            });
        }
    }

    NodeState node() {
        return node;
    }

    /** Expected running time of one task here: as this node was seen to take, or any node, or as the class says. */
    long expectedMillis(TaskClass taskClass) {
        Long here = node.observedMillis().get(taskClass.name());
        long expected =
                here != null ? here : round.observedMillis(taskClass.name()).orElse(taskClass.expectedMillis());
        return Math.max(1, expected);
    }

    /** Adds tasks of a class. */
    void give(TaskClass taskClass, long count) {
        long expected = expectedMillis(taskClass);
        taskClass.demand().amounts().forEach((name, demand) -> {
            long all = Amounts.times(demand, count);
            outstanding.merge(name, all, Amounts::plus);
            work.merge(name, Amounts.times(all, expected), Amounts::plus);
        });
    }

    long capacity(String resource) {
        return node.capacity().amount(resource);
    }

    long background(String resource) {
        return node.observation().background().amount(resource);
    }

    /** Whether it is ramped up, and may take a part of its share only. */
    boolean isOnProbation() {
        return node.condition().rampSinceMillis() > 0;
    }

    private long rampBasisPoints() {
        if (!isOnProbation()) {
            return Limits.BASIS_POINTS;
        }
        long since = node.condition().rampSinceMillis();
        long probation = Math.max(1, round.timing().probationMillis());
        long elapsed = Math.max(0, round.nowMillis() - since);
        long ramp = Amounts.times(elapsed, Limits.BASIS_POINTS) / probation;
        return Math.max(RAMP_START_BASIS_POINTS, Math.min(Limits.BASIS_POINTS, ramp));
    }

    /** The load up to which the node should be used, without the ramp. */
    long target(String resource) {
        return Amounts.times(capacity(resource), round.policy().thresholds().target()) / Limits.BASIS_POINTS;
    }

    /** {@code A}: what our tasks may use. */
    long free(String resource) {
        long ramped = Amounts.times(target(resource), rampBasisPoints()) / Limits.BASIS_POINTS;
        return Math.max(0, ramped - background(resource));
    }

    long outstanding(String resource) {
        return outstanding.getOrDefault(resource, 0L);
    }

    long projected(String resource) {
        return Amounts.plus(background(resource), outstanding(resource));
    }

    /** Background and what runs now. */
    long inUse(String resource) {
        return Amounts.plus(background(resource), running.getOrDefault(resource, 0L));
    }

    long work(String resource) {
        return Math.max(0, work.getOrDefault(resource, 0L));
    }

    /** By how much the projected load exceeds the target; 0 if it does not. */
    long excess(String resource) {
        return Math.max(0, projected(resource) - target(resource));
    }

    boolean isOverTarget() {
        return outstanding.keySet().stream().anyMatch(resource -> excess(resource) > 0);
    }

    /** {@code W} in microseconds; {@link Amounts#HUGE} if something waits for a resource of which nothing is free. */
    long drainMicros() {
        long highest = 0;
        for (Map.Entry<String, Long> entry : work.entrySet()) {
            if (entry.getValue() > 0) {
                highest = Math.max(highest, micros(entry.getValue(), free(entry.getKey())));
            }
        }
        return highest;
    }

    static long micros(long work, long free) {
        return free == 0 ? Amounts.HUGE : Amounts.dividedUp(Amounts.times(work, 1_000), free);
    }

    /** Whether one task would fit if the node were idle. */
    static boolean couldHold(Resources capacity, Resources demand) {
        return demand.amounts().entrySet().stream()
                .allMatch(amount -> amount.getValue() <= capacity.amount(amount.getKey()));
    }
}
