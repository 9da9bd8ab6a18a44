package org.evenhand.core.state;

import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.model.NodeState;

/** What facts about nodes do to the state. */
final class NodeFacts {
    private NodeFacts() {}

    static void apply(PoolState state, NodeFact fact) {
        if (fact instanceof NodeFact.Joined joined) {
            state.enter(NodeState.joining(joined.node(), joined.capacity(), joined.timeMillis()), joined.shelf());
        } else if (fact instanceof NodeFact.Left left) {
            state.leave(left.node());
        } else {
            NodeState node = state.member(fact.node());
            state.replace(changed(node, fact));
        }
    }

    private static NodeState changed(NodeState node, NodeFact fact) {
        if (fact instanceof NodeFact.CapacityChanged changed) {
            return node.withCapacity(changed.capacity());
        }
        if (fact instanceof NodeFact.WantedChanged changed) {
            return node.withWanted(changed.wanted());
        }
        if (fact instanceof NodeFact.ReportSettled settled) {
            return node.withObservation(settled.observation());
        }
        if (fact instanceof NodeFact.Judged judged) {
            return node.withCondition(judged.condition());
        }
        throw new IllegalStateException("no effect is known of " + fact.kind());
    }
}
