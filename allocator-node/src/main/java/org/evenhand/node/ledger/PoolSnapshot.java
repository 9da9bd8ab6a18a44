package org.evenhand.node.ledger;

import java.util.List;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.model.Policy;
import org.evenhand.core.state.Head;

/**
 * A pool as one round left it.
 *
 * @param policy the policy in force
 * @param head where the sequence of rounds stands
 * @param nodes the nodes and what they have
 */
public record PoolSnapshot(Policy policy, Head head, List<NodeView> nodes) {
    public PoolSnapshot {
        nodes = List.copyOf(nodes);
    }
}
