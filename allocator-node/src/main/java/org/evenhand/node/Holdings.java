package org.evenhand.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.ledger.Holding;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.pool.Order;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.time.NodeTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a node owns in step with the ledger: by the rounds' orders, and, at the start and after a gap, by reading
 * it. Orders of rounds that are decided in the meantime wait, so that none is missed and none is followed twice. Used
 * from within the node's mailbox alone.
 */
final class Holdings {
    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);
    private static final long RETRY_MILLIS = 100;

    private final StreamId node;
    private final PoolFollower pool;
    private final NodeTime time;
    private final Consumer<List<Order>> obey;
    private final Consumer<Holding> restore;
    private final Runnable whenKnown;
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean known;
    private boolean reading;
    private long roundMin;

    /**
     * Orders that wait.
     *
     * @param round the round that gave them
     * @param orders at least one
     */
    private record Waiting(long round, List<Order> orders) {}

    /**
     * Nothing is known yet.
     *
     * @param obey follows the orders of one round
     * @param restore makes what the ledger holds the node's duties
     * @param whenKnown called after that, when the node knows what it owns
     */
    Holdings(
            StreamId node,
            PoolFollower pool,
            NodeTime time,
            Consumer<List<Order>> obey,
            Consumer<Holding> restore,
            Runnable whenKnown) {
        this.node = node;
        this.pool = pool;
        this.time = time;
        this.obey = obey;
        this.restore = restore;
        this.whenKnown = whenKnown;
    }

    /** Whether the node knows what it owns. */
    boolean areKnown() {
        return known;
    }

    void roundDecided(long round, List<Order> orders) {
        if (known) {
            obey.accept(orders);
        } else if (!orders.isEmpty()) {
            waiting.add(new Waiting(round, orders));
        }
    }

    /** Reads what the node owns; until that is done its orders wait. */
    void read() {
        known = false;
        // What was told before this moment must be in what is read: the peer that answers may be behind.
        roundMin = pool.lastRound();
        if (!reading) {
            reading = true;
            ask();
        }
    }

    private void ask() {
        time.call(() -> {
            try {
                Holding holding = pool.holding(node);
                time.run(() -> answered(holding));
            } catch (LedgerException e) {
                LOG.info("what {} owns cannot be read yet: {}", node, e.getMessage());
                time.run(this::askLater);
            }
        });
    }

    private void askLater() {
        time.later(RETRY_MILLIS, this::ask);
    }

    private void answered(Holding holding) {
        if (holding.round() < roundMin) {
            askLater();
            return;
        }
        reading = false;
        restore.accept(holding);
        List<Waiting> later = List.copyOf(waiting);
        waiting.clear();
        for (Waiting orders : later) {
            if (orders.round() > holding.round()) {
                obey.accept(orders.orders());
            }
        }
        // One of these orders may have asked to read again.
        known = !reading;
        if (known) {
            whenKnown.run();
        }
    }
}
