package org.evenhand.node;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.core.range.Span;
import org.evenhand.node.pool.Order;

/**
 * Tasks that a node was given, and still has, although nobody here knows their terms: they were queued before this
 * process began to follow the pool. Not for several threads.
 */
final class MissingTerms {
    private final TreeMap<SubmissionId, RangeSet> tasks = new TreeMap<>();

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    void clear() {
        tasks.clear();
    }

    /** Takes note of what an order says of these tasks; says whether there are more of them now. */
    boolean note(Order order) {
        if (order instanceof Order.GivenUnknown given) {
            tasks.merge(given.range().submission(), indices(given.range()), RangeSet::add);
            return true;
        }
        if (order instanceof Order.Withdrawn withdrawn) {
            remove(withdrawn.range());
        } else if (order instanceof Order.Settled settled) {
            remove(settled.range());
        } else if (order instanceof Order.Late late) {
            remove(late.range());
        }
        return false;
    }

    private void remove(TaskRange range) {
        tasks.computeIfPresent(range.submission(), (same, missing) -> {
            RangeSet left = missing.remove(indices(range));
            return left.isEmpty() ? null : left;
        });
    }

    /** Takes out what the ledger says of these tasks. */
    List<Fragment> find(List<Fragment> outstanding) {
        List<Fragment> found = new ArrayList<>();
        for (Fragment fragment : outstanding) {
            RangeSet missing = tasks.getOrDefault(fragment.range().submission(), RangeSet.empty());
            for (Span span : missing.intersect(indices(fragment.range())).spans()) {
                found.add(fragment.part(span.from(), span.to()));
            }
        }
        found.forEach(fragment -> remove(fragment.range()));
        return found;
    }

    private static RangeSet indices(TaskRange range) {
        return RangeSet.of(range.from(), range.to());
    }
}
