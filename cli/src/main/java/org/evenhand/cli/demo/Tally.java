package org.evenhand.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;

/**
 * Counts what rounds decided, from their records alone. Tasks are followed by submission, so that one which ended
 * twice, or never, cannot hide in a sum.
 *
 * <p>Thread-safe.
 */
public final class Tally {
    private final TreeMap<SubmissionId, RangeSet> queued = new TreeMap<>();
    private final TreeMap<SubmissionId, RangeSet> ended = new TreeMap<>();
    private final TreeMap<StreamId, NodeTally> nodes = new TreeMap<>();
    private final Whereabouts whereabouts = new Whereabouts();
    private long rounds;
    private long placed;
    private long moved;
    private long recovered;
    private long deferred;
    private long finished;
    private long failed;
    private long duplicated;
    private long rejected;
    private long lateResults;
    private Optional<TaskRange> firstMoved = Optional.empty();
    private Optional<TaskRange> firstRecovered = Optional.empty();

    /** Adds the facts of a round. */
    public synchronized void add(RoundRecord record) {
        rounds++;
        record.facts().forEach(this::count);
    }

    private void count(Fact fact) {
        if (fact instanceof TaskFact task) {
            countTask(task);
        } else if (fact instanceof NodeFact.Joined joined) {
            nodes.put(joined.node(), new NodeTally(joined.capacity()));
        } else if (fact instanceof NodeFact.ReportSettled settled) {
            node(settled.node()).report(settled.observation().utilisation());
        } else if (fact instanceof NodeFact.Judged judged) {
            node(judged.node()).judged(judged.condition().overloaded());
        } else if (fact instanceof StreamFact.ItemRejected) {
            rejected++;
        }
    }

    private void countTask(TaskFact fact) {
        whereabouts.note(fact);
        long tasks = fact.range().size();
        if (fact instanceof TaskFact.Queued) {
            merge(queued, fact.range());
        } else if (fact instanceof TaskFact.Placed given) {
            placed += tasks;
            node(given.node()).given(tasks);
        } else if (fact instanceof TaskFact.Moved move) {
            moved += tasks;
            firstMoved = firstMoved.or(() -> Optional.of(move.range()));
            node(move.from()).relieved(tasks);
            node(move.to()).given(tasks);
        } else if (fact instanceof TaskFact.Recovered again) {
            recovered += tasks;
            firstRecovered = firstRecovered.or(() -> Optional.of(again.range()));
            node(again.node()).recovered(tasks);
        } else if (fact instanceof TaskFact.Deferred) {
            deferred += tasks;
        } else if (fact instanceof TaskFact.Finished done) {
            finished += tasks;
            node(done.node()).finished(tasks);
            end(done.range());
        } else if (fact instanceof TaskFact.LateResult) {
            lateResults += tasks;
        } else if (fact instanceof TaskFact.Failed
                || fact instanceof TaskFact.Poisoned
                || fact instanceof TaskFact.Cancelled
                || fact instanceof TaskFact.Unplaceable) {
            failed += tasks;
            end(fact.range());
        }
    }

    private void end(TaskRange range) {
        RangeSet now = RangeSet.of(range.from(), range.to());
        RangeSet before = ended.getOrDefault(range.submission(), RangeSet.empty());
        duplicated += before.intersect(now).size();
        merge(ended, range);
    }

    private static void merge(Map<SubmissionId, RangeSet> sets, TaskRange range) {
        sets.merge(range.submission(), RangeSet.of(range.from(), range.to()), RangeSet::add);
    }

    private NodeTally node(StreamId id) {
        NodeTally node = nodes.get(id);
        if (node == null) {
            throw new IllegalStateException("the records speak of " + id + " before it joined");
        }
        return node;
    }

    public synchronized long rounds() {
        return rounds;
    }

    public synchronized long placed() {
        return placed;
    }

    public synchronized long moved() {
        return moved;
    }

    /** Tasks whose story is worth asking for: the first that was moved, and the first that was recovered. */
    synchronized List<String> tasksWithAStory() {
        return Stream.of(firstMoved, firstRecovered)
                .flatMap(Optional::stream)
                .map(range -> range.submission() + "#" + range.from())
                .distinct()
                .toList();
    }

    public synchronized long recovered() {
        return recovered;
    }

    public synchronized long deferred() {
        return deferred;
    }

    public synchronized long finished() {
        return finished;
    }

    /** Tasks that ended otherwise: failed, poisoned, cancelled or unplaceable. */
    public synchronized long failed() {
        return failed;
    }

    /** Tasks that ended twice. */
    public synchronized long duplicated() {
        return duplicated;
    }

    /** Parts of entries that rounds rejected. */
    public synchronized long rejected() {
        return rejected;
    }

    public synchronized long lateResults() {
        return lateResults;
    }

    /** Tasks that were queued and have not ended; at the end of the story these are lost. */
    public synchronized long open() {
        long open = 0;
        for (var submission : queued.entrySet()) {
            RangeSet done = ended.getOrDefault(submission.getKey(), RangeSet.empty());
            open += submission.getValue().remove(done).size();
        }
        return open;
    }

    /** Tasks that have ended, well or not. */
    public synchronized long ended() {
        return finished + failed;
    }

    /** How many tasks of a class a node holds. */
    public synchronized long held(StreamId node, ClassName taskClass) {
        return whereabouts.held(node, taskClass);
    }

    /** How many tasks of a class wait for a node. */
    public synchronized long waiting(ClassName taskClass) {
        return whereabouts.waiting(taskClass);
    }

    /** What rounds made of a node; one that has not joined has met with nothing. */
    public synchronized NodeTally.Fate fate(StreamId id) {
        NodeTally node = nodes.get(id);
        return node == null ? NodeTally.Fate.UNKNOWN : node.summary().fate();
    }

    /** Tasks that were queued. */
    public synchronized long queued() {
        return queued.values().stream().mapToLong(RangeSet::size).sum();
    }

    /** What became of each node, by name. */
    public synchronized SortedMap<StreamId, NodeTally.Summary> nodes() {
        TreeMap<StreamId, NodeTally.Summary> summaries = new TreeMap<>();
        nodes.forEach((id, node) -> summaries.put(id, node.summary()));
        return summaries;
    }
}
