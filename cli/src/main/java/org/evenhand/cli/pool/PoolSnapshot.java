package org.evenhand.cli.pool;

import java.util.List;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.contract.QueueView;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.state.Head;

/**
 * A pool at one moment, or nearly: the parts are asked for one after the other.
 *
 * @param pool the pool
 * @param head its last round
 * @param nodes its nodes
 * @param queue what waits
 */
record PoolSnapshot(PoolId pool, Head head, List<NodeView> nodes, QueueView queue) {
    static PoolSnapshot of(PoolClient opened) throws EvenhandException, InterruptedException {
        PoolId pool = opened.pool();
        return new PoolSnapshot(
                pool,
                opened.client().getHead(pool),
                opened.client().listNodes(pool),
                opened.client().getQueue(pool));
    }

    /** Whether any node is heard of. */
    boolean isAlive() {
        return nodes.stream().anyMatch(node -> node.state().condition().health() == Condition.Health.LIVE);
    }
}
