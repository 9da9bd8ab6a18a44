package org.evenhand.cli.demo;

import java.util.Map;
import java.util.TreeMap;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;

/** Which tasks wait for a node, and which node holds which, by the records alone. Not for several threads. */
final class Whereabouts {
    private final TreeMap<StreamId, TreeMap<SubmissionId, RangeSet>> held = new TreeMap<>();
    private final TreeMap<SubmissionId, RangeSet> waiting = new TreeMap<>();
    private final TreeMap<SubmissionId, ClassName> classes = new TreeMap<>();

    void note(TaskFact fact) {
        if (fact instanceof TaskFact.Queued queued) {
            classes.put(queued.range().submission(), queued.fragment().terms().taskClass());
            put(waiting, fact.range());
        } else if (fact instanceof TaskFact.Placed placed) {
            remove(fact.range());
            put(of(placed.node()), fact.range());
        } else if (fact instanceof TaskFact.Moved moved) {
            remove(fact.range());
            put(of(moved.to()), fact.range());
        } else if (fact instanceof TaskFact.Recovered || fact instanceof TaskFact.Requeued) {
            remove(fact.range());
            put(waiting, fact.range());
        } else if (fact instanceof TaskFact.Finished
                || fact instanceof TaskFact.Failed
                || fact instanceof TaskFact.Poisoned
                || fact instanceof TaskFact.Cancelled
                || fact instanceof TaskFact.Unplaceable) {
            remove(fact.range());
        }
    }

    private Map<SubmissionId, RangeSet> of(StreamId node) {
        return held.computeIfAbsent(node, absent -> new TreeMap<>());
    }

    private static void put(Map<SubmissionId, RangeSet> to, TaskRange range) {
        to.merge(range.submission(), RangeSet.of(range.from(), range.to()), RangeSet::add);
    }

    /** Removes tasks from wherever they are. */
    private void remove(TaskRange range) {
        remove(waiting, range);
        held.values().forEach(tasks -> remove(tasks, range));
    }

    private static void remove(Map<SubmissionId, RangeSet> from, TaskRange range) {
        from.computeIfPresent(range.submission(), (same, tasks) -> {
            RangeSet left = tasks.remove(RangeSet.of(range.from(), range.to()));
            return left.isEmpty() ? null : left;
        });
    }

    /** How many tasks of a class a node holds. */
    long held(StreamId node, ClassName taskClass) {
        return count(of(node), taskClass);
    }

    /** How many tasks of a class wait for a node. */
    long waiting(ClassName taskClass) {
        return count(waiting, taskClass);
    }

    private long count(Map<SubmissionId, RangeSet> tasks, ClassName taskClass) {
        return tasks.entrySet().stream()
                .filter(submission -> taskClass.equals(classes.get(submission.getKey())))
                .mapToLong(submission -> submission.getValue().size())
                .sum();
    }
}
