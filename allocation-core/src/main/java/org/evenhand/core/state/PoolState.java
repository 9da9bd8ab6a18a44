package org.evenhand.core.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.PoolFact;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskRange;

/**
 * The state of one pool that rounds decide on: cursors, nodes, what they have outstanding, and what waits.
 *
 * <p>{@link #apply} is the only way to change it; contract and auditor share it. Mutable and not thread-safe: a round
 * works on a {@link #copy} of its own.
 */
public final class PoolState {
    private final Head.Position position;
    private final TreeMap<StreamId, Long> cursors;
    private final TreeMap<StreamId, Integer> roster;
    private final TreeMap<StreamId, NodeState> nodes;
    private final TreeMap<StreamId, FragmentMap> holdings;
    private final TreeMap<Integer, FragmentMap> queues;
    private long frozenSinceMillis;
    private final TreeSet<Integer> touchedShelves = new TreeSet<>();
    private final TreeSet<Integer> touchedQueues = new TreeSet<>();

    /** The state that a head speaks of, still without the content of its shelves and queues. */
    PoolState(Head head) {
        position = head.position();
        cursors = new TreeMap<>(head.cursors());
        roster = new TreeMap<>(head.roster());
        nodes = new TreeMap<>();
        holdings = new TreeMap<>();
        queues = new TreeMap<>();
        frozenSinceMillis = head.frozenSinceMillis();
    }

    private PoolState(PoolState other) {
        position = other.position;
        cursors = new TreeMap<>(other.cursors);
        roster = new TreeMap<>(other.roster);
        nodes = new TreeMap<>(other.nodes);
        holdings = new TreeMap<>();
        other.holdings.forEach((node, held) -> holdings.put(node, held.copy()));
        queues = new TreeMap<>();
        other.queues.forEach((priority, queue) -> queues.put(priority, queue.copy()));
        frozenSinceMillis = other.frozenSinceMillis;
    }

    /** A pool that has not had a round yet. */
    public static PoolState empty() {
        return new PoolState(Head.start());
    }

    /** An independent copy, with nothing touched. */
    public PoolState copy() {
        return new PoolState(this);
    }

    void load(NodeState node, Collection<Fragment> held) {
        nodes.put(node.id(), node);
        FragmentMap map = new FragmentMap();
        held.forEach(map::add);
        holdings.put(node.id(), map);
    }

    void load(int priority, Collection<Fragment> waiting) {
        FragmentMap map = new FragmentMap();
        waiting.forEach(map::add);
        queues.put(priority, map);
    }

    public Head.Position position() {
        return position;
    }

    /** The last entry of a stream that rounds took; 0 for none. */
    public long cursor(StreamId stream) {
        return cursors.getOrDefault(stream, 0L);
    }

    public SortedMap<StreamId, Long> cursors() {
        return Collections.unmodifiableSortedMap(cursors);
    }

    public SortedMap<StreamId, NodeState> nodes() {
        return Collections.unmodifiableSortedMap(nodes);
    }

    public Optional<NodeState> node(StreamId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** The node with this id, which must be in the pool. */
    public NodeState member(StreamId id) {
        NodeState node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException(id + " is not a node of this pool");
        }
        return node;
    }

    /** What a node of the pool has outstanding. */
    public FragmentMap holdings(StreamId id) {
        FragmentMap held = holdings.get(id);
        if (held == null) {
            throw new IllegalStateException(id + " is not a node of this pool");
        }
        return held;
    }

    /** Priorities at which something waits, ascending. */
    public SortedSet<Integer> queuedPriorities() {
        TreeSet<Integer> priorities = new TreeSet<>();
        queues.forEach((priority, queue) -> {
            if (!queue.isEmpty()) {
                priorities.add(priority);
            }
        });
        return priorities;
    }

    /** What waits at a priority, by submission and first task. */
    public List<Fragment> queued(int priority) {
        FragmentMap queue = queues.get(priority);
        return queue == null ? List.of() : queue.fragments();
    }

    /** How many ranges wait, over all priorities. */
    public int queuedRanges() {
        int ranges = 0;
        for (FragmentMap queue : queues.values()) {
            ranges += queue.size();
        }
        return ranges;
    }

    /** How many ranges wait that an organisation has submitted. */
    public int queuedRanges(MspId organisation) {
        int ranges = 0;
        for (FragmentMap queue : queues.values()) {
            ranges += queue.size(organisation);
        }
        return ranges;
    }

    /** Whether taking a range from the queue would cut what waits. */
    public boolean queueIsCutBy(TaskRange range) {
        return queues.values().stream().anyMatch(queue -> queue.isCutBy(range));
    }

    /** The parts of a range that wait. */
    public List<Fragment> queuedIn(TaskRange range) {
        List<Fragment> parts = new ArrayList<>();
        queues.values().forEach(queue -> parts.addAll(queue.overlapping(range)));
        return parts;
    }

    /** Since when half of the pool is silent, or 0. */
    public long frozenSinceMillis() {
        return frozenSinceMillis;
    }

    SortedMap<StreamId, Integer> roster() {
        return roster;
    }

    SortedSet<Integer> touchedShelves() {
        return touchedShelves;
    }

    SortedSet<Integer> touchedQueues() {
        return touchedQueues;
    }

    Head headAt(Head.Position at) {
        return new Head(at, cursors, roster, queuedPriorities(), frozenSinceMillis);
    }

    /** The lowest shelf that has room for another node. */
    public int shelfWithRoom() {
        TreeMap<Integer, Integer> occupied = new TreeMap<>();
        roster.values().forEach(shelf -> occupied.merge(shelf, 1, Integer::sum));
        int shelf = 0;
        while (occupied.getOrDefault(shelf, 0) >= Limits.NODES_PER_SHELF) {
            shelf++;
        }
        return shelf;
    }

    /**
     * Changes the state by one fact.
     *
     * @throws IllegalStateException if the fact contradicts the state: it was not decided on this state
     */
    public void apply(Fact fact) {
        if (fact instanceof TaskFact task) {
            TaskFacts.apply(this, task);
        } else if (fact instanceof NodeFact node) {
            NodeFacts.apply(this, node);
        } else if (fact instanceof StreamFact.EntriesTaken taken) {
            cursors.put(taken.stream(), taken.upTo());
        } else if (fact instanceof PoolFact.Frozen frozen) {
            frozenSinceMillis = frozen.sinceMillis();
        } else if (fact instanceof PoolFact.Thawed) {
            frozenSinceMillis = 0;
        } else if (!(fact instanceof StreamFact)) {
            throw new IllegalStateException("no effect is known of " + fact.kind());
        }
    }

    void enter(NodeState node, int shelf) {
        if (roster.putIfAbsent(node.id(), shelf) != null) {
            throw new IllegalStateException(node.id() + " is in the pool already");
        }
        load(node, List.of());
        touchedShelves.add(shelf);
    }

    void leave(StreamId id) {
        if (!holdings(id).isEmpty()) {
            throw new IllegalStateException(id + " cannot leave with work outstanding");
        }
        touch(id);
        roster.remove(id);
        nodes.remove(id);
        holdings.remove(id);
    }

    void replace(NodeState node) {
        member(node.id());
        nodes.put(node.id(), node);
        touch(node.id());
    }

    void hold(StreamId id, Fragment fragment) {
        holdings(id).add(fragment);
        touch(id);
    }

    /** Takes a whole range from a node, which must have all of it. */
    List<Fragment> release(StreamId id, TaskRange range) {
        touch(id);
        return whole(range, holdings(id).remove(range));
    }

    void enqueue(Fragment fragment) {
        int priority = fragment.terms().priority();
        queues.computeIfAbsent(priority, absent -> new FragmentMap()).add(fragment);
        touchedQueues.add(priority);
    }

    /** Takes a whole range from the queue, which must have all of it. */
    List<Fragment> dequeue(TaskRange range) {
        return whole(range, dequeueAnyOf(range));
    }

    /** Takes from the queue what it has of a range. */
    List<Fragment> dequeueAnyOf(TaskRange range) {
        List<Fragment> removed = new ArrayList<>();
        queues.forEach((priority, queue) -> {
            List<Fragment> parts = queue.remove(range);
            if (!parts.isEmpty()) {
                touchedQueues.add(priority);
                removed.addAll(parts);
            }
        });
        return removed;
    }

    private static List<Fragment> whole(TaskRange range, List<Fragment> removed) {
        long tasks = 0;
        for (Fragment fragment : removed) {
            tasks += fragment.size();
        }
        if (tasks != range.size()) {
            throw new IllegalStateException("only " + tasks + " tasks of " + range + " are where a fact says");
        }
        return removed;
    }

    private void touch(StreamId id) {
        Integer shelf = roster.get(id);
        if (shelf == null) {
            throw new IllegalStateException(id + " is not a node of this pool");
        }
        touchedShelves.add(shelf);
    }
}
