package org.evenhand.node.ledger;

import java.util.concurrent.CompletableFuture;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;

/**
 * What all nodes of a pool need of the ledger: to read the pool, and to hear of what is committed. Calls block; they
 * may come from several threads.
 */
public interface PoolLedger {
    /** Which pool it is. */
    PoolId pool();

    /** The pool as one round left it. */
    PoolSnapshot snapshot() throws LedgerException;

    /** What one node has, as one round left it. */
    Holding holding(StreamId node) throws LedgerException;

    /** A class of the pool. */
    TaskClass taskClass(ClassName name) throws LedgerException;

    /**
     * Tells a listener of what is committed, in order and without gaps, until the subscription is closed. What was
     * committed before may be told again.
     */
    Subscription follow(PoolListener listener) throws LedgerException;

    /** Events that are being listened to. */
    interface Subscription extends AutoCloseable {
        /** Completes when nothing more will be told: normally after a close, else with what broke. */
        CompletableFuture<Void> ended();

        @Override
        void close();
    }
}
