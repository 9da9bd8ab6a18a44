package org.evenhand.node;

import java.util.List;
import java.util.function.Consumer;
import org.evenhand.core.fact.StreamFact.ItemRejected;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.node.duty.Duties;
import org.evenhand.node.ledger.FailurePolicy;
import org.evenhand.node.ledger.FailurePolicy.Reaction;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.pool.Order;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.reporting.Reporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the rounds order. Used from within the node's mailbox alone. */
final class OrderFollower {
    private static final Logger LOG = LoggerFactory.getLogger(OrderFollower.class);

    /** What a rejection calls an entry's request, and its report. */
    private static final String REQUEST = "request";

    private static final String REPORT = "report";

    private final NodeParts parts;
    private final PoolFollower pool;
    private final Duties duties;
    private final Reporter reporter;
    private final Runnable onRetired;
    private final Consumer<LedgerException> onHopeless;

    /**
     * A follower of orders.
     *
     * @param onRetired called when the node was retired and has nothing left
     * @param onHopeless told why the node will never be one of the pool
     */
    OrderFollower(
            NodeParts parts,
            PoolFollower pool,
            Duties duties,
            Reporter reporter,
            Runnable onRetired,
            Consumer<LedgerException> onHopeless) {
        this.parts = parts;
        this.pool = pool;
        this.duties = duties;
        this.reporter = reporter;
        this.onRetired = onRetired;
        this.onHopeless = onHopeless;
    }

    void obey(List<Order> orders) {
        orders.forEach(this::obey);
    }

    private void obey(Order order) {
        if (order instanceof Order.OfTasks ofTasks) {
            obeyForTasks(ofTasks);
        } else if (order instanceof Order.EntriesTaken taken) {
            taken(taken.upTo());
        } else if (order instanceof Order.EntriesLost lost) {
            LOG.warn("{} lost its entries {} to {}: no round took them in time", parts.id(), lost.from(), lost.to());
            askToRegisterAgain();
        } else if (order instanceof Order.Left) {
            LOG.info("{} was retired and stops", parts.id());
            onRetired.run();
        } else if (order instanceof Order.Rejected rejected) {
            rejected(rejected.what());
        }
    }

    private void obeyForTasks(Order.OfTasks order) {
        if (order instanceof Order.Given given) {
            duties.give(given.fragment());
        } else if (order instanceof Order.Withdrawn withdrawn) {
            duties.withdraw(withdrawn.range());
        } else if (order instanceof Order.Settled settled) {
            duties.settled(settled.range());
        } else if (order instanceof Order.Reprioritised changed) {
            duties.reprioritise(changed.range(), changed.priority());
        } else if (order instanceof Order.Late late) {
            duties.late(late.range());
        }
    }

    /** Rounds have taken the node's entries up to this one. */
    void taken(long upTo) {
        reporter.taken(upTo);
        duties.results().taken(upTo);
    }

    /** The entry that asked for it may be among those that were lost. */
    private void askToRegisterAgain() {
        if (pool.node(parts.id()).isEmpty()) {
            reporter.request(NodeRequest.register(parts.capacity()));
        }
    }

    private void rejected(ItemRejected what) {
        boolean registered = pool.node(parts.id()).isPresent();
        if (what.item().equals(REQUEST)
                && !registered
                && reporter.wrote(what.sequence())
                && FailurePolicy.reactionTo(what.reason()) == Reaction.EXIT) {
            onHopeless.accept(LedgerException.rejected(what));
        } else if (what.item().equals(REPORT) && !registered) {
            LOG.debug("{} is not a node yet: its report {} was not read", parts.id(), what.sequence());
        } else {
            LOG.warn("{} was refused: {}", parts.id(), what);
        }
    }
}
