package org.evenhand.core.rules;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.state.PoolState;

/**
 * The load of nodes worked out again from the definitions in docs/allocation-rules.md, by counting and not by formula
 * where that can be: what the tests hold the rules to. It shares no code with {@link NodeLoad} and {@link Vessel}, and
 * knows small numbers only: what does not fit fails.
 */
final class LoadOracle {
    private final PoolState state;
    private final SortedMap<ClassName, TaskClass> classes;
    private final Policy policy;
    private final long nowMillis;

    LoadOracle(PoolState state, SortedMap<ClassName, TaskClass> classes, Policy policy, long nowMillis) {
        this.state = state;
        this.classes = classes;
        this.policy = policy;
        this.nowMillis = nowMillis;
    }

    TaskClass taskClass(Fragment fragment) {
        return Objects.requireNonNull(classes.get(fragment.terms().taskClass()));
    }

    private NodeState member(StreamId node) {
        return state.member(node);
    }

    long target(StreamId node, String resource) {
        long capacity = member(node).capacity().amount(resource);
        return Math.multiplyExact(capacity, policy.thresholds().target()) / 10_000;
    }

    long background(StreamId node, String resource) {
        return member(node).observation().background().amount(resource);
    }

    /** What our tasks may use: a tenth of the target or more at the start of probation, all of it after. */
    long free(StreamId node, String resource) {
        long ramp = 10_000;
        long since = member(node).condition().rampSinceMillis();
        if (since > 0) {
            ramp = (nowMillis - since) * 10_000 / policy.timing().probationMillis();
            ramp = Math.max(1_000, Math.min(10_000, ramp));
        }
        return Math.max(0, target(node, resource) * ramp / 10_000 - background(node, resource));
    }

    long outstanding(StreamId node, String resource) {
        long sum = 0;
        for (Fragment fragment : state.holdings(node).fragments()) {
            sum += taskClass(fragment).demand().amount(resource) * fragment.size();
        }
        return sum;
    }

    long projected(StreamId node, String resource) {
        return background(node, resource) + outstanding(node, resource);
    }

    long excess(StreamId node, String resource) {
        return Math.max(0, projected(node, resource) - target(node, resource));
    }

    /** Demand times remaining time, task by task; nobody has ended a task here, so classes take what they say. */
    long work(StreamId node, String resource) {
        long work = 0;
        for (Fragment fragment : state.holdings(node).fragments()) {
            TaskClass taskClass = taskClass(fragment);
            for (long task = fragment.range().from(); task < fragment.range().to(); task++) {
                long remaining = taskClass.expectedMillis() - doneMillis(node, fragment, task);
                work += taskClass.demand().amount(resource) * remaining;
            }
        }
        return work;
    }

    private long doneMillis(StreamId node, Fragment fragment, long task) {
        long sinceReport = nowMillis - member(node).observation().timeMillis();
        long expected = taskClass(fragment).expectedMillis();
        for (Running running : member(node).observation().running()) {
            if (running.range().submission().equals(fragment.range().submission())
                    && running.range().span().contains(task)) {
                return Math.min(running.elapsedMillis() + sinceReport, expected - expected / 8);
            }
        }
        return 0;
    }

    /** Drain time in microseconds, rounded up, over the resources of a class, with so many more of its tasks. */
    long levelMicros(StreamId node, TaskClass taskClass, long more) {
        long highest = 0;
        for (Map.Entry<String, Long> demand : taskClass.demand().amounts().entrySet()) {
            long free = free(node, demand.getKey());
            long work = work(node, demand.getKey()) + demand.getValue() * taskClass.expectedMillis() * more;
            highest = Math.max(highest, free == 0 ? Amounts.HUGE : (work * 1_000 + free - 1) / free);
        }
        return highest;
    }

    private boolean isBelowTarget(StreamId node, TaskClass taskClass, long more) {
        return taskClass.demand().amounts().entrySet().stream()
                .allMatch(demand ->
                        outstanding(node, demand.getKey()) + demand.getValue() * more <= free(node, demand.getKey()));
    }

    private boolean isWithinBacklog(StreamId node, TaskClass taskClass, long more) {
        return levelMicros(node, taskClass, more) <= policy.timing().backlogMillis() * 1_000;
    }

    private boolean isLargeEnough(StreamId node, TaskClass taskClass) {
        return taskClass.demand().amounts().entrySet().stream()
                .allMatch(demand -> demand.getValue() <= member(node).capacity().amount(demand.getKey()));
    }

    private boolean fitsIdleNode(StreamId node, TaskClass taskClass) {
        return state.holdings(node).isEmpty()
                && taskClass.demand().amounts().entrySet().stream()
                        .allMatch(demand -> background(node, demand.getKey()) + demand.getValue()
                                <= member(node).capacity().amount(demand.getKey()));
    }

    /** How many tasks placement may give to a node, found by adding one after the other, up to a limit. */
    long roomForPlacement(StreamId node, TaskClass taskClass, long limit) {
        if (!member(node).isActive() || !isLargeEnough(node, taskClass)) {
            return 0;
        }
        long room = 0;
        while (room < limit
                && (isBelowTarget(node, taskClass, room + 1) || isWithinBacklog(node, taskClass, room + 1))) {
            room++;
        }
        return room == 0 && fitsIdleNode(node, taskClass) ? 1 : room;
    }

    /** How many tasks relief may give to a node, found in the same way. */
    long roomForRelief(StreamId node, TaskClass taskClass, long limit) {
        if (!member(node).isActive() || !isLargeEnough(node, taskClass)) {
            return 0;
        }
        long room = 0;
        while (room < limit && isBelowTarget(node, taskClass, room + 1)) {
            room++;
        }
        return room;
    }
}
