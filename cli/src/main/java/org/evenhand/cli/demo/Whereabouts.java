package org.evenhand.cli.demo;

import java.util.TreeMap;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;

/** Which node holds which tasks, by the records alone. Not for several threads. */
final class Whereabouts {
    private final TreeMap<StreamId, TreeMap<SubmissionId, RangeSet>> held = new TreeMap<>();
    private final TreeMap<SubmissionId, ClassName> classes = new TreeMap<>();

    void note(TaskFact fact) {
        if (fact instanceof TaskFact.Queued queued) {
            classes.put(queued.range().submission(), queued.fragment().terms().taskClass());
        } else if (fact instanceof TaskFact.Placed placed) {
            give(placed.node(), placed.range());
        } else if (fact instanceof TaskFact.Moved moved) {
            take(moved.from(), moved.range());
            give(moved.to(), moved.range());
        } else if (fact instanceof TaskFact.Recovered recovered) {
            take(recovered.node(), recovered.range());
        } else if (fact instanceof TaskFact.Requeued requeued) {
            take(requeued.node(), requeued.range());
        } else if (fact instanceof TaskFact.Finished finished) {
            take(finished.node(), finished.range());
        } else if (fact instanceof TaskFact.Failed failed) {
            take(failed.node(), failed.range());
        } else if (fact instanceof TaskFact.Poisoned poisoned) {
            take(poisoned.node(), poisoned.range());
        } else if (fact instanceof TaskFact.Cancelled cancelled) {
            held.keySet().forEach(node -> take(node, cancelled.range()));
        }
    }

    private void give(StreamId node, TaskRange range) {
        held.computeIfAbsent(node, absent -> new TreeMap<>())
                .merge(range.submission(), RangeSet.of(range.from(), range.to()), RangeSet::add);
    }

    private void take(StreamId node, TaskRange range) {
        TreeMap<SubmissionId, RangeSet> of = held.get(node);
        if (of != null) {
            of.computeIfPresent(range.submission(), (same, tasks) -> {
                RangeSet left = tasks.remove(RangeSet.of(range.from(), range.to()));
                return left.isEmpty() ? null : left;
            });
        }
    }

    /** How many tasks of a class a node holds. */
    long held(StreamId node, ClassName taskClass) {
        return held.getOrDefault(node, new TreeMap<>()).entrySet().stream()
                .filter(submission -> taskClass.equals(classes.get(submission.getKey())))
                .mapToLong(submission -> submission.getValue().size())
                .sum();
    }
}
