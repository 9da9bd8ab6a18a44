package org.evenhand.node.pool;

import java.util.List;

/** A node that lives in this process and hears of its pool. Calls must only hand work on. */
public interface NodeListener {
    /**
     * A round was decided.
     *
     * @param round its number
     * @param orders what it means to this node; often nothing
     */
    void roundDecided(long round, List<Order> orders);

    /** Something was committed that a round could take, and it is this node's turn to propose. */
    void somethingPending();

    /** The pool was read anew after a gap: what this node has must be read anew too. */
    void reloaded();

    /** A class that was asked for is known now. */
    void classKnown();

    /** The pool is not followed any more: what this node would be told from now on, it does not hear. */
    void lost(Throwable reason);
}
