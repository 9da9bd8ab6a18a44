package org.evenhand.node;

import java.util.concurrent.Executor;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.time.Timers;

/**
 * What the nodes of one process share, so that a hundred of them need few threads. Whoever makes these closes them,
 * after the nodes.
 *
 * @param pool follows the pool that they are nodes of
 * @param timers the clock
 * @param threads run what nodes do between calls; two are plenty
 * @param calls threads for the few calls of the ledger that block: when a node starts, and after a gap
 */
public record NodeServices(PoolFollower pool, Timers timers, Executor threads, Executor calls) {}
