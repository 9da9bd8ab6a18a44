package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Timing;
import org.evenhand.core.state.PoolState;

/**
 * A round while it is decided: the state so far, and the facts that led there. Phases read it and {@link #decide}
 * facts; nothing else changes.
 */
final class Round {
    private static final long FACT_BYTES = 200;
    private static final long TERMS_BYTES = 200;
    private static final long RUNNING_BYTES = 80;

    private final PoolState state;
    private final RoundInput input;
    private final Trace trace;
    private final List<Fact> facts = new ArrayList<>();
    private int factsAllowed;
    private long bytes;
    private long bytesAllowed;
    private final TreeMap<StreamId, List<Long>> reportedHighest = new TreeMap<>();
    private final TreeMap<String, String> lots = new TreeMap<>();
    private final TreeMap<ClassName, Optional<Long>> observedMillis = new TreeMap<>();

    Round(PoolState state, RoundInput input, Trace trace) {
        this.state = state;
        this.input = input;
        this.trace = trace;
    }

    void decide(Fact fact) {
        state.apply(fact);
        facts.add(fact);
        bytes += bytes(fact);
    }

    /** About how many bytes of the record a fact takes. */
    private static long bytes(Fact fact) {
        if (fact instanceof NodeFact.ReportSettled settled) {
            return FACT_BYTES + RUNNING_BYTES * settled.observation().running().size();
        }
        return fact instanceof TaskFact.Queued ? FACT_BYTES + TERMS_BYTES : FACT_BYTES;
    }

    List<Fact> facts() {
        return facts;
    }

    /**
     * Gives the next phases a part of the facts that a round may decide, so that no phase can use up what another
     * needs.
     *
     * @param quarters how many quarters of the cap
     */
    void allowFacts(int quarters) {
        factsAllowed = facts.size() + Math.max(1, policy().caps().factsPerRound() * quarters / 4);
        bytesAllowed = bytes + Limits.FACT_BYTES_PER_ROUND * quarters / 4;
    }

    /** Gives the last phase what the others have left, and a quarter of the cap at least. */
    void allowLeftFacts() {
        allowFacts(1);
        factsAllowed = Math.max(factsAllowed, policy().caps().factsPerRound());
        bytesAllowed = Math.max(bytesAllowed, Limits.FACT_BYTES_PER_ROUND);
    }

    /** Whether the phase may decide more; what is left waits for the next round. */
    boolean hasRoomForFacts() {
        return facts.size() < factsAllowed && bytes < bytesAllowed;
    }

    /** Whether the queue may be given more ranges than were submitted, as work comes back in pieces. */
    boolean queueMayGrow() {
        return state.queuedRanges() < 2 * policy().caps().queuedRanges();
    }

    /** The round's number. */
    long number() {
        return state.position().round() + 1;
    }

    PoolState state() {
        return state;
    }

    RoundInput input() {
        return input;
    }

    Policy policy() {
        return input.policy();
    }

    Timing timing() {
        return input.policy().timing();
    }

    Trace trace() {
        return trace;
    }

    long nowMillis() {
        return input.nowMillis();
    }

    /** A class that the queue or a node speaks of; rounds only queue tasks of classes that are defined. */
    TaskClass taskClass(ClassName name) {
        TaskClass taskClass = input.classes().get(name);
        if (taskClass == null) {
            throw new IllegalStateException("the round was not given class " + name);
        }
        return taskClass;
    }

    /** Notes the highest utilisation of a standard resource that a report of this round tells, in basis points. */
    void noteReport(StreamId node, long highestBasisPoints) {
        reportedHighest.computeIfAbsent(node, absent -> new ArrayList<>()).add(highestBasisPoints);
    }

    /** The highest utilisations of the reports of a node that this round settled, oldest first. */
    List<Long> reports(StreamId node) {
        return reportedHighest.getOrDefault(node, List.of());
    }

    /** Draws a node's or a range's lot: breaks ties so that nobody can know the order before the last round. */
    String lot(String id) {
        return lots.computeIfAbsent(
                id, absent -> Digest.of(input.previousRecord().hex() + id).hex());
    }

    /**
     * What the pool's nodes take for a task of a class: the median of the nodes that have run some, the upper one of
     * two. A node can claim any short time, but no longer one than its tasks have been in the pool, so one node alone
     * cannot make the others seem faster than they are. Asked after the reports have been settled.
     */
    Optional<Long> observedMillis(ClassName name) {
        return observedMillis.computeIfAbsent(name, this::median);
    }

    private Optional<Long> median(ClassName name) {
        List<Long> averages = new ArrayList<>();
        for (NodeState node : state.nodes().values()) {
            Long average = node.observedMillis().get(name);
            if (average != null) {
                averages.add(average);
            }
        }
        averages.sort(Comparator.naturalOrder());
        return averages.isEmpty() ? Optional.empty() : Optional.of(averages.get(averages.size() / 2));
    }

    NodeLoad load(NodeState node) {
        return NodeLoad.of(this, node);
    }
}
