package org.evenhand.node;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.PoolLedger;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.time.SystemTimers;
import org.evenhand.node.time.Timers;

/**
 * A process that one or many nodes of a pool live in: one clock, one subscription to the events, few threads. Closing
 * it kills the nodes that still live.
 */
public final class NodeHost implements AutoCloseable {
    private static final int THREADS = 2;

    private final SystemTimers timers;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, daemons("evenhand-node"));
    private final ExecutorService calls = Executors.newCachedThreadPool(daemons("evenhand-call"));
    private final ExecutorService work = Executors.newCachedThreadPool(daemons("evenhand-work"));
    private final List<AllocatorNode> nodes = new CopyOnWriteArrayList<>();
    private final PoolFollower pool;

    private NodeHost(PoolLedger ledger, SystemTimers timers) throws LedgerException {
        this.timers = timers;
        this.pool = PoolFollower.open(ledger, timers, calls);
    }

    /**
     * Starts to follow a pool.
     *
     * @param ledger where the pool lies
     * @param timers closed with the host
     * @throws LedgerException if the ledger cannot be reached
     */
    public static NodeHost open(PoolLedger ledger, SystemTimers timers) throws LedgerException {
        return new NodeHost(ledger, timers);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return action -> {
            Thread thread = new Thread(action, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    public Timers timers() {
        return timers;
    }

    public PoolFollower pool() {
        return pool;
    }

    /** Threads for executors and background loads that really work, one for each task that runs. */
    public ExecutorService workThreads() {
        return work;
    }

    /** Makes a node and starts it. */
    public AllocatorNode start(NodeParts parts) {
        AllocatorNode node = new AllocatorNode(parts, new NodeServices(pool, timers, threads, calls));
        nodes.add(node);
        CompletableFuture<Void> unused = node.ended().whenComplete((done, failure) -> nodes.remove(node));
        node.start();
        return node;
    }

    /** The nodes that were started here and have not ended. */
    public List<AllocatorNode> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public void close() {
        nodes.forEach(AllocatorNode::kill);
        pool.close();
        timers.close();
        threads.shutdownNow();
        calls.shutdownNow();
        work.shutdownNow();
    }
}
