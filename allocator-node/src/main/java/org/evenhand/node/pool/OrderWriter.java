package org.evenhand.node.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskRange;

/** Turns the facts of one round into orders for the nodes of this process. */
final class OrderWriter {
    private final TermsBook terms;
    private final Set<StreamId> here;
    private final Map<StreamId, List<Order>> orders = new TreeMap<>();

    /**
     * A writer for one round.
     *
     * @param here the nodes of this process
     */
    OrderWriter(TermsBook terms, Set<StreamId> here) {
        this.terms = terms;
        this.here = here;
    }

    List<Order> of(StreamId node) {
        return orders.getOrDefault(node, List.of());
    }

    void write(Fact fact) {
        if (fact instanceof StreamFact ofStream) {
            writeStream(ofStream);
        } else if (fact instanceof NodeFact.Left left) {
            order(left.node(), new Order.Left());
        } else if (fact instanceof TaskFact ofTask) {
            writeTask(ofTask);
        }
    }

    private void writeStream(StreamFact fact) {
        if (fact instanceof StreamFact.EntriesTaken taken) {
            order(taken.stream(), new Order.EntriesTaken(taken.upTo()));
        } else if (fact instanceof StreamFact.EntriesLost lost) {
            order(lost.stream(), new Order.EntriesLost(lost.from(), lost.to()));
        } else if (fact instanceof StreamFact.ItemRejected rejected) {
            order(rejected.stream(), new Order.Rejected(rejected));
        }
    }

    private void writeTask(TaskFact fact) {
        if (fact instanceof TaskFact.Queued queued) {
            terms.note(queued.fragment());
        } else if (fact instanceof TaskFact.Placed placed) {
            give(placed.node(), placed.range());
        } else if (fact instanceof TaskFact.Moved moved) {
            order(moved.from(), new Order.Withdrawn(moved.range()));
            give(moved.to(), moved.range());
        } else if (fact instanceof TaskFact.Recovered recovered) {
            order(recovered.node(), new Order.Withdrawn(recovered.range()));
        } else if (fact instanceof TaskFact.Requeued requeued) {
            order(requeued.node(), new Order.Settled(requeued.range()));
        } else if (fact instanceof TaskFact.LateResult late) {
            order(late.node(), new Order.Late(late.range()));
        } else if (fact instanceof TaskFact.Reprioritised changed) {
            terms.reprioritise(changed.range(), changed.priority());
            orderAll(new Order.Reprioritised(changed.range(), changed.priority()));
        } else {
            writeEnd(fact);
        }
    }

    private void writeEnd(TaskFact fact) {
        if (fact instanceof TaskFact.Finished finished) {
            order(finished.node(), new Order.Settled(finished.range()));
        } else if (fact instanceof TaskFact.Failed failed) {
            order(failed.node(), new Order.Settled(failed.range()));
        } else if (fact instanceof TaskFact.Poisoned poisoned) {
            order(poisoned.node(), new Order.Withdrawn(poisoned.range()));
        } else if (fact instanceof TaskFact.Cancelled cancelled) {
            // The fact does not say where the tasks were.
            orderAll(new Order.Withdrawn(cancelled.range()));
        } else if (!(fact instanceof TaskFact.Unplaceable)) {
            return;
        }
        terms.forget(fact.range());
    }

    private void give(StreamId node, TaskRange range) {
        if (!here.contains(node)) {
            return;
        }
        List<Fragment> known = terms.find(range);
        long size = known.stream().mapToLong(Fragment::size).sum();
        if (size < range.size()) {
            order(node, new Order.GivenUnknown(range));
        }
        known.forEach(fragment -> order(node, new Order.Given(fragment)));
    }

    private void orderAll(Order order) {
        here.forEach(node -> order(node, order));
    }

    private void order(StreamId node, Order order) {
        if (here.contains(node)) {
            orders.computeIfAbsent(node, absent -> new ArrayList<>()).add(order);
        }
    }
}
