package org.evenhand.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.evenhand.core.model.Fragment;
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
 * it. Orders of rounds that are decided in the meantime wait, so that none is missed and none is followed twice. Terms
 * that nobody here knows are read too, but meanwhile the node goes on with what it knows. Used from within the node's
 * mailbox alone.
 */
final class Holdings {
    /** Rounds whose orders wait for a reading; when there are more, the reading must include them. */
    static final int WAITING_ROUNDS_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);
    private static final long RETRY_MILLIS = 100;

    private final StreamId node;
    private final PoolFollower pool;
    private final NodeTime time;
    private final Consumer<List<Order>> obey;
    private final Consumer<Holding> restore;
    private final Runnable whenKnown;
    private final List<Waiting> waiting = new ArrayList<>();
    private final MissingTerms missing = new MissingTerms();
    private boolean known;
    private boolean reading;
    private long roundMin;
    private long roundRead;
    private long roundMissing;

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
     * @param obey follows orders of one round
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

    /** Whether the node knows what it owns, but for tasks whose terms are still being read. */
    boolean areKnown() {
        return known;
    }

    void roundDecided(long round, List<Order> orders) {
        if (known) {
            follow(round, orders);
            return;
        }
        if (waiting.size() == WAITING_ROUNDS_MAX) {
            waiting.clear();
            roundMin = Math.max(roundMin, round);
        } else if (!orders.isEmpty()) {
            waiting.add(new Waiting(round, orders));
        }
    }

    private void follow(long round, List<Order> orders) {
        List<Order> fresh = new ArrayList<>();
        for (Order order : orders) {
            // What a round did with tasks is in a reading that is no older; the rest is not.
            if (round > roundRead || !(order instanceof Order.OfTasks)) {
                fresh.add(order);
                if (missing.note(order)) {
                    roundMissing = round;
                }
            }
        }
        obey.accept(fresh);
        if (!missing.isEmpty()) {
            startReading();
        }
    }

    /** Reads what the node owns; until that is done its orders wait. */
    void read() {
        known = false;
        // What was told before this moment must be in what is read: the peer that answers may be behind.
        roundMin = Math.max(roundMin, pool.lastRound());
        startReading();
    }

    private void startReading() {
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
        if (known) {
            learn(holding);
        } else if (holding.round() < roundMin) {
            askLater();
        } else {
            restore(holding);
        }
    }

    private void restore(Holding holding) {
        reading = false;
        known = true;
        roundRead = holding.round();
        missing.clear();
        restore.accept(holding);
        List<Waiting> later = List.copyOf(waiting);
        waiting.clear();
        later.forEach(orders -> follow(orders.round(), orders.orders()));
        whenKnown.run();
    }

    /** Finds the terms that were missing. */
    private void learn(Holding holding) {
        List<Fragment> outstanding =
                holding.node().map(view -> view.outstanding()).orElse(List.of());
        List<Order> given = new ArrayList<>();
        missing.find(outstanding).forEach(fragment -> given.add(new Order.Given(fragment)));
        if (!given.isEmpty()) {
            obey.accept(given);
        }
        if (holding.round() >= roundMissing) {
            // What the ledger does not list was taken away again, and the order that says so is on its way.
            missing.clear();
        }
        reading = !missing.isEmpty();
        if (reading) {
            askLater();
        }
    }
}
