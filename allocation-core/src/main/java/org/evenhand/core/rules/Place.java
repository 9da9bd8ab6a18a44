package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.evenhand.core.model.Terms.Deferral;
import org.evenhand.core.rules.Trace.Verdict;

/**
 * Phase 5: places what waits (Eq. 1). By priority; within a priority the class with the fewest eligible nodes first;
 * within a class recovered tasks first, then by deadline, then by age, ties by lot. Each class is shared over the nodes
 * by {@link WaterFilling}. What does not fit is deferred, and its reason said once.
 */
final class Place {
    private final Round round;
    private final TreeMap<StreamId, NodeLoad> loads = new TreeMap<>();

    Place(Round round) {
        this.round = round;
    }

    void run() {
        if (round.state().queuedPriorities().isEmpty()) {
            return;
        }
        round.state().nodes().values().forEach(node -> loads.put(node.id(), round.load(node)));
        List<Integer> priorities = new ArrayList<>(round.state().queuedPriorities());
        priorities.sort(Comparator.reverseOrder());
        for (int priority : priorities) {
            placePriority(priority);
        }
    }

    private void placePriority(int priority) {
        TreeMap<ClassName, List<Fragment>> byClass = new TreeMap<>();
        for (Fragment fragment : round.state().queued(priority)) {
            byClass.computeIfAbsent(fragment.terms().taskClass(), absent -> new ArrayList<>())
                    .add(fragment);
        }
        TreeMap<ClassName, Long> eligible = new TreeMap<>();
        byClass.keySet().forEach(name -> eligible.put(name, eligibleNodes(name)));
        List<ClassName> rarestFirst = new ArrayList<>(byClass.keySet());
        rarestFirst.sort(Comparator.comparing((ClassName name) -> eligible.getOrDefault(name, 0L))
                .thenComparing(Comparator.naturalOrder()));
        for (ClassName name : rarestFirst) {
            placeClass(round.taskClass(name), priority, inOrder(byClass.getOrDefault(name, List.of())));
        }
    }

    private long eligibleNodes(ClassName name) {
        TaskClass taskClass = round.taskClass(name);
        return loads.values().stream()
                .filter(load -> vessel(load, taskClass).room() > 0)
                .count();
    }

    private List<Fragment> inOrder(List<Fragment> fragments) {
        List<Waiting> sorted = new ArrayList<>(fragments.size());
        for (Fragment fragment : fragments) {
            sorted.add(new Waiting(
                    fragment, round.lot(fragment.range().submission().toString())));
        }
        sorted.sort(Waiting.ORDER);
        return sorted.stream().map(Waiting::fragment).toList();
    }

    /** A waiting fragment with its lot, which is drawn once and not at every comparison. */
    private record Waiting(Fragment fragment, String lot) {
        static final Comparator<Waiting> ORDER = Comparator.comparing(
                        (Waiting waiting) -> !waiting.fragment.terms().recovered())
                .thenComparingLong(Waiting::deadline)
                .thenComparingLong(waiting -> waiting.fragment.terms().queuedRound())
                .thenComparing(Waiting::lot)
                .thenComparingLong(waiting -> waiting.fragment.range().from());

        private long deadline() {
            long deadline = fragment.terms().deadlineMillis();
            return deadline == 0 ? Long.MAX_VALUE : deadline;
        }
    }

    private Vessel vessel(NodeLoad load, TaskClass taskClass) {
        NodeState node = load.node();
        if (!node.isActive()) {
            return Vessel.closed(load, Verdict.NOT_ACTIVE);
        }
        int ranges = round.state().holdings(node.id()).size();
        if (ranges >= round.policy().caps().rangesPerNode()) {
            return Vessel.closed(load, Verdict.TOO_MANY_RANGES);
        }
        return Vessel.placing(load, taskClass, round.timing().backlogMillis(), ranges == 0);
    }

    private void placeClass(TaskClass taskClass, int priority, List<Fragment> waiting) {
        long tasks = 0;
        for (Fragment fragment : waiting) {
            tasks += fragment.size();
        }
        List<Vessel> vessels = new ArrayList<>();
        loads.values().forEach(load -> vessels.add(vessel(load, taskClass)));
        WaterFilling filling = WaterFilling.fill(
                vessels, tasks, vessel -> round.lot(vessel.load().node().id().toString()));
        if (round.trace().listens()) {
            round.trace().placing(filling.explain(taskClass, priority, tasks, vessels));
        }
        Dealer dealer = new Dealer(waiting);
        for (int i = 0; i < vessels.size(); i++) {
            StreamId node = vessels.get(i).load().node().id();
            long given = give(dealer, node, filling.counts().get(i));
            vessels.get(i).load().give(taskClass, given);
        }
        defer(taskClass, dealer.rest());
    }

    private long give(Dealer dealer, StreamId node, long count) {
        long given = 0;
        while (given < count
                && round.hasRoomForFacts()
                && round.state().holdings(node).size() < round.policy().caps().rangesPerNode()) {
            TaskRange range = dealer.next(count - given);
            round.decide(new TaskFact.Placed(range, node));
            given += range.size();
        }
        return given;
    }

    private void defer(TaskClass taskClass, List<Fragment> rest) {
        Deferral reason = reason(taskClass);
        for (Fragment fragment : rest) {
            if (!round.hasRoomForFacts()) {
                return;
            }
            Terms terms = fragment.terms();
            long waitedMillis = round.nowMillis() - terms.queuedMillis();
            if (reason == Deferral.TOO_LARGE && waitedMillis >= round.timing().unplaceableAfterMillis()) {
                round.decide(new TaskFact.Unplaceable(fragment.range()));
            } else if (terms.deferral() != reason) {
                round.decide(new TaskFact.Deferred(fragment.range(), reason));
            }
        }
    }

    private Deferral reason(TaskClass taskClass) {
        if (loads.values().stream().noneMatch(load -> load.node().isActive())) {
            return Deferral.NO_NODE;
        }
        boolean somewhere = loads.values().stream()
                .anyMatch(load -> NodeLoad.couldHold(load.node().capacity(), taskClass.demand()));
        return somewhere ? Deferral.NO_ROOM : Deferral.TOO_LARGE;
    }

    /** Deals waiting tasks in their order, cutting fragments where a node's share ends. */
    private static final class Dealer {
        private final List<Fragment> fragments;
        private int next;
        private long dealt;

        Dealer(List<Fragment> fragments) {
            this.fragments = fragments;
        }

        /** The next tasks of one fragment, at most so many. */
        TaskRange next(long atMost) {
            TaskRange range = fragments.get(next).range();
            long from = range.from() + dealt;
            long to = Math.min(range.to(), from + atMost);
            if (to == range.to()) {
                next++;
                dealt = 0;
            } else {
                dealt += to - from;
            }
            return range.part(from, to);
        }

        List<Fragment> rest() {
            List<Fragment> rest = new ArrayList<>(fragments.subList(next, fragments.size()));
            if (dealt > 0) {
                Fragment cut = rest.get(0);
                rest.set(0, cut.part(cut.range().from() + dealt, cut.range().to()));
            }
            return rest;
        }
    }
}
