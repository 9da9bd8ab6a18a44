package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.core.range.Span;
import org.evenhand.core.rules.Trace.Verdict;

/**
 * Phase 4: takes tasks from overloaded nodes and gives them to lighter ones (Eq. 4 of the paper: {@code L_i =
 * smart_contract(P_i, node_status_i)}). Hottest node first, once per new report of that node.
 *
 * <p>Goal: every overloaded node at or below its backlog and its target. Constraints: only tasks that use a resource
 * which is over; destinations stay at or below target. So each move makes {@code sum over nodes and resources of max(0,
 * projected / P - target)} strictly smaller, and relief ends.
 *
 * <p>Method: first tasks that have not started, until the drain time is within the backlog; then, if what runs is over
 * the target by itself, running tasks of movable classes. Lowest priority first, then fewest moves, then youngest.
 * Light nodes (below {@code low}) are filled before the others.
 */
final class Relieve {
    private final Round round;
    private final TreeMap<StreamId, NodeLoad> loads = new TreeMap<>();

    /** Classes of which something fitted nowhere: in this phase loads only grow where tasks can go. */
    private final TreeSet<ClassName> fitNowhere = new TreeSet<>();

    Relieve(Round round) {
        this.round = round;
    }

    void run() {
        if (frozen()) {
            return;
        }
        List<NodeState> hot = new ArrayList<>();
        for (NodeState node : round.state().nodes().values()) {
            if (node.condition().overloaded() && !round.reports(node.id()).isEmpty()) {
                hot.add(node);
            }
        }
        hot.sort(Comparator.comparingLong(
                        (NodeState node) -> -node.observation().utilisation().highestOfStandard())
                .thenComparing(node -> round.lot(node.id().toString())));
        for (NodeState node : hot) {
            relieve(node.id());
        }
    }

    private boolean frozen() {
        long since = round.state().frozenSinceMillis();
        return since != 0 && round.nowMillis() - since < round.timing().freezeMaxMillis();
    }

    private void relieve(StreamId id) {
        NodeState node = round.state().member(id);
        if (!load(id).isOverTarget()) {
            return;
        }
        int movesLeft = round.policy().caps().movesPerNodeAndRound();
        int unstarted = move(id, candidates(node, false), movesLeft, this::unstartedToMove);
        int running = 0;
        if (round.nowMillis() >= node.condition().coolDownUntilMillis()) {
            running = move(id, candidates(node, true), movesLeft - unstarted, this::runningToMove);
        }
        conclude(node, unstarted + running == 0 && wantsToMove(load(id), node), running > 0);
    }

    /** A node's load as the moves so far have left it. */
    private NodeLoad load(StreamId id) {
        return loads.computeIfAbsent(id, absent -> round.load(round.state().member(id)));
    }

    private boolean wantsToMove(NodeLoad load, NodeState node) {
        boolean cooling = round.nowMillis() < node.condition().coolDownUntilMillis();
        return candidates(node, false).stream().anyMatch(part -> unstartedToMove(load, part) > 0)
                || (!cooling && candidates(node, true).stream().anyMatch(part -> runningToMove(load, part) > 0));
    }

    private void conclude(NodeState node, boolean stuck, boolean movedRunning) {
        Condition condition = node.condition().withStuck(stuck);
        if (movedRunning) {
            condition = condition.withCoolDownUntil(
                    round.nowMillis() + round.timing().coolDownMillis());
        }
        if (!condition.equals(node.condition())) {
            round.decide(new NodeFact.Judged(node.id(), condition));
        }
    }

    /** A node's tasks that run, or that have not started, in the order in which relief takes them. */
    private List<Fragment> candidates(NodeState node, boolean running) {
        TreeMap<SubmissionId, RangeSet> started = new TreeMap<>();
        for (Running part : node.observation().running()) {
            Span span = part.range().span();
            started.merge(part.range().submission(), RangeSet.of(span.from(), span.to()), RangeSet::add);
        }
        List<Fragment> parts = new ArrayList<>();
        for (Fragment fragment : round.state().holdings(node.id()).fragments()) {
            Span span = fragment.range().span();
            RangeSet all = RangeSet.of(span.from(), span.to());
            RangeSet runs = started.getOrDefault(fragment.range().submission(), RangeSet.empty());
            boolean mayMove = fragment.terms().moves() < round.policy().caps().movesPerRange()
                    && (!running || taskClass(fragment).movable());
            if (mayMove) {
                RangeSet wanted = running ? all.intersect(runs) : all.remove(runs);
                wanted.spans().forEach(part -> parts.add(fragment.part(part.from(), part.to())));
            }
        }
        parts.sort(Comparator.comparingInt((Fragment part) -> part.terms().priority())
                .thenComparingInt(part -> part.terms().moves())
                .thenComparingLong(part -> -part.terms().queuedRound())
                .thenComparing(part -> round.lot(part.range().submission().toString()))
                .thenComparingLong(part -> part.range().from()));
        return parts;
    }

    @FunctionalInterface
    private interface Need {
        /** How many tasks of a fragment should leave. */
        long tasks(NodeLoad load, Fragment fragment);
    }

    private int move(StreamId id, List<Fragment> parts, int movesLeft, Need need) {
        int moves = 0;
        for (Fragment part : parts) {
            if (moves >= movesLeft || !round.hasRoomForFacts()) {
                break;
            }
            long wanted = Math.min(part.size(), need.tasks(load(id), part));
            if (wanted > 0 && !fitNowhere.contains(part.terms().taskClass())) {
                // The highest indices leave: a node starts its tasks from the lowest.
                TaskRange range = part.range()
                        .part(part.range().to() - wanted, part.range().to());
                moves += spread(id, taskClass(part), part.terms().priority(), range, movesLeft - moves);
            }
        }
        return moves;
    }

    private long unstartedToMove(NodeLoad load, Fragment part) {
        long backlogMicros = Amounts.times(round.timing().backlogMillis(), 1_000);
        if (load.drainMicros() <= backlogMicros) {
            return 0;
        }
        TaskClass taskClass = taskClass(part);
        long needed = 0;
        for (var amount : taskClass.demand().amounts().entrySet()) {
            String resource = amount.getKey();
            long excess = load.excess(resource);
            long perTask = Amounts.times(amount.getValue(), load.expectedMillis(taskClass));
            long surplus = load.work(resource) - Amounts.times(round.timing().backlogMillis(), load.free(resource));
            if (excess > 0 && surplus > 0) {
                long forBacklog = Amounts.dividedUp(surplus, perTask);
                long forTarget = Amounts.dividedUp(excess, amount.getValue());
                needed = Math.max(needed, Math.min(forBacklog, forTarget));
            }
        }
        return needed;
    }

    private long runningToMove(NodeLoad load, Fragment part) {
        long needed = 0;
        for (var amount : taskClass(part).demand().amounts().entrySet()) {
            String resource = amount.getKey();
            long over = Math.min(load.inUse(resource) - load.target(resource), load.excess(resource));
            if (over > 0) {
                needed = Math.max(needed, Amounts.dividedUp(over, amount.getValue()));
            }
        }
        return needed;
    }

    private TaskClass taskClass(Fragment fragment) {
        return round.taskClass(fragment.terms().taskClass());
    }

    /** Moves as much of a range as fits elsewhere: to light nodes first, then to the others. */
    private int spread(StreamId from, TaskClass taskClass, int priority, TaskRange range, int movesLeft) {
        long low = round.policy().thresholds().low();
        Predicate<NodeState> light = node -> node.observation().utilisation().highestOfStandard() < low;
        TaskRange rest = range;
        int moves = 0;
        for (Predicate<NodeState> kind : List.of(light, light.negate())) {
            List<Vessel> vessels = vessels(from, taskClass, kind);
            WaterFilling filling = WaterFilling.fill(
                    vessels,
                    rest.size(),
                    vessel -> round.lot(vessel.load().node().id().toString()));
            if (round.trace().listens()) {
                round.trace().relieving(from, rest, filling.explain(taskClass, priority, rest.size(), vessels));
            }
            for (int i = 0; i < vessels.size() && moves < movesLeft; i++) {
                long count = filling.counts().get(i);
                if (count > 0) {
                    TaskRange part = rest.part(rest.to() - count, rest.to());
                    StreamId to = vessels.get(i).load().node().id();
                    round.decide(new TaskFact.Moved(part, from, to));
                    loads.remove(from);
                    loads.remove(to);
                    moves++;
                    if (count == rest.size()) {
                        return moves;
                    }
                    rest = rest.part(rest.from(), rest.to() - count);
                }
            }
        }
        if (moves < movesLeft) {
            fitNowhere.add(taskClass.name());
        }
        return moves;
    }

    private List<Vessel> vessels(StreamId from, TaskClass taskClass, Predicate<NodeState> kind) {
        List<Vessel> vessels = new ArrayList<>();
        for (NodeState node : round.state().nodes().values()) {
            if (!node.id().equals(from) && kind.test(node)) {
                vessels.add(vessel(node, taskClass));
            }
        }
        return vessels;
    }

    private Vessel vessel(NodeState node, TaskClass taskClass) {
        NodeLoad load = load(node.id());
        if (!node.isActive()) {
            return Vessel.closed(load, Verdict.NOT_ACTIVE);
        }
        if (node.condition().overloaded()) {
            return Vessel.closed(load, Verdict.OVERLOADED);
        }
        if (round.state().holdings(node.id()).size() >= round.policy().caps().rangesPerNode()) {
            return Vessel.closed(load, Verdict.TOO_MANY_RANGES);
        }
        return Vessel.relieving(load, taskClass);
    }
}
