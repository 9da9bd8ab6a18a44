package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Timing;
import org.evenhand.core.state.PoolState;

/**
 * A round while it is decided: the state so far, and the facts that led there. Phases read it and {@link #decide} facts;
 * nothing else changes.
 */
final class Round {
    private final PoolState state;
    private final RoundInput input;
    private final Trace trace;
    private final List<Fact> facts = new ArrayList<>();
    private final TreeMap<StreamId, List<Long>> reportedHighest = new TreeMap<>();
    private final TreeMap<String, String> lots = new TreeMap<>();

    Round(PoolState state, RoundInput input, Trace trace) {
        this.state = state;
        this.input = input;
        this.trace = trace;
    }

    void decide(Fact fact) {
        state.apply(fact);
        facts.add(fact);
    }

    List<Fact> facts() {
        return facts;
    }

    /** Whether the round may still place and move; what is left waits for the next one. */
    boolean hasRoomForFacts() {
        return facts.size() < policy().caps().factsPerRound();
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

    /** Notes the highest utilisation of a report settled in this round, in basis points. */
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

    NodeLoad load(NodeState node) {
        return NodeLoad.of(this, node);
    }
}
