package org.evenhand.node;

import java.util.concurrent.Executor;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.slf4j.MDC;

/** Says in every line that is logged on behalf of a node, by whomever, which node of which pool it is. */
final class NodeLogContext {
    private static final String POOL = "pool";
    private static final String NODE = "node";

    private NodeLogContext() {}

    /** Threads as they are, but for what is logged on them. */
    static Executor on(Executor threads, PoolId pool, StreamId node) {
        String poolName = pool.name();
        String nodeName = node.toString();
        return action -> threads.execute(() -> {
            MDC.put(POOL, poolName);
            MDC.put(NODE, nodeName);
            try {
                action.run();
            } finally {
                MDC.remove(POOL);
                MDC.remove(NODE);
            }
        });
    }
}
