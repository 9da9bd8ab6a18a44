package org.evenhand.node.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.model.Condition.Health;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Timing;
import org.evenhand.core.rules.Turns;

/** The nodes of a pool as the rounds' facts tell of them. Not for several threads. */
final class Roster {
    private final TreeMap<StreamId, NodeState> nodes = new TreeMap<>();

    void reset(List<NodeView> views) {
        nodes.clear();
        views.forEach(view -> nodes.put(view.state().id(), view.state()));
    }

    void apply(NodeFact fact) {
        StreamId id = fact.node();
        if (fact instanceof NodeFact.Joined joined) {
            nodes.put(id, NodeState.joining(id, joined.capacity(), joined.timeMillis()));
        } else if (fact instanceof NodeFact.Left) {
            nodes.remove(id);
        } else if (fact instanceof NodeFact.CapacityChanged changed) {
            nodes.computeIfPresent(id, (same, node) -> node.withCapacity(changed.capacity()));
        } else if (fact instanceof NodeFact.WantedChanged changed) {
            nodes.computeIfPresent(id, (same, node) -> node.withWanted(changed.wanted()));
        } else if (fact instanceof NodeFact.ReportSettled settled) {
            nodes.computeIfPresent(id, (same, node) -> node.withObservation(settled.observation()));
        } else if (fact instanceof NodeFact.Judged judged) {
            nodes.computeIfPresent(id, (same, node) -> node.withCondition(judged.condition()));
        }
    }

    Optional<NodeState> find(StreamId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** When a round may first find that some node has been silent too long; {@link Long#MAX_VALUE} if none can. */
    long silenceDueMillis(Timing timing) {
        long due = Long.MAX_VALUE;
        for (NodeState node : nodes.values()) {
            long heard = node.observation().timeMillis();
            if (node.condition().health() == Health.LIVE) {
                due = Math.min(due, heard + timing.staleAfterMillis() + 1);
            } else if (node.condition().health() == Health.STALE) {
                due = Math.min(due, heard + timing.failAfterMillis() + 1);
            }
        }
        return due;
    }

    /** In which order nodes should propose a round. */
    Turn turn(long round, long decidedMillis, long heardMillis, Policy policy) {
        TreeSet<MspId> organisations = new TreeSet<>();
        for (NodeState node : nodes.values()) {
            if (mayLead(node, policy)) {
                organisations.add(node.id().msp());
            }
        }
        Optional<MspId> owner = Turns.ownerOf(round, organisations);
        List<StreamId> ofOwner = new ArrayList<>();
        List<StreamId> ofOthers = new ArrayList<>();
        for (NodeState node : nodes.values()) {
            if (mayLead(node, policy)) {
                boolean owns = owner.isPresent() && owner.get().equals(node.id().msp());
                (owns ? ofOwner : ofOthers).add(node.id());
            }
        }
        // Another one leads each time, so that a node which is gone delays few rounds, and the work is shared.
        stepBack(ofOwner, round / Math.max(1, organisations.size()));
        stepBack(ofOthers, round);
        long timeout = policy.timing().turnTimeoutMillis();
        return new Turn(round, decidedMillis, heardMillis, timeout, owner.isPresent(), ofOwner, ofOthers);
    }

    private static void stepBack(List<StreamId> line, long steps) {
        if (!line.isEmpty()) {
            Collections.rotate(line, -(int) (steps % line.size()));
        }
    }

    private static boolean mayLead(NodeState node, Policy policy) {
        return node.isActive() && policy.members().contains(node.id().msp());
    }
}
