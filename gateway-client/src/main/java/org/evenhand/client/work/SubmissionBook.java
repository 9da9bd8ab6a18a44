package org.evenhand.client.work;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.jspecify.annotations.Nullable;

/** Where each task of one submission is, as the facts of the rounds tell. Not for several threads. */
final class SubmissionBook {
    private final SubmissionId submission;
    private final EnumMap<TaskState, RangeSet> tasks = new EnumMap<>(TaskState.class);
    private final TreeMap<StreamId, RangeSet> holdings = new TreeMap<>();
    private final TreeMap<TaskRange, TaskFact.Finished> results = new TreeMap<>();
    private final TreeMap<TaskRange, TaskFact.Failed> failures = new TreeMap<>();
    private Optional<String> rejection = Optional.empty();

    SubmissionBook(SubmissionId submission) {
        this.submission = submission;
    }

    /** Takes a fact in, and says whether it is about a task of this submission. */
    boolean apply(Fact fact) {
        if (fact instanceof TaskFact ofTasks && ofTasks.range().submission().equals(submission)) {
            apply(ofTasks);
            return true;
        }
        if (fact instanceof StreamFact ofStream && ofStream.stream().equals(submission.stream())) {
            apply(ofStream);
        }
        return false;
    }

    private void apply(TaskFact fact) {
        TaskRange range = fact.range();
        if (fact instanceof TaskFact.Queued
                || fact instanceof TaskFact.Recovered
                || fact instanceof TaskFact.Requeued) {
            put(range, TaskState.WAITING, null);
        } else if (fact instanceof TaskFact.Placed placed) {
            put(range, TaskState.PLACED, placed.node());
        } else if (fact instanceof TaskFact.Moved moved) {
            put(range, TaskState.PLACED, moved.to());
        } else if (fact instanceof TaskFact.Finished finished) {
            put(range, TaskState.FINISHED, null);
            results.put(range, finished);
        } else if (fact instanceof TaskFact.Failed failed) {
            put(range, TaskState.FAILED, null);
            failures.put(range, failed);
        } else if (fact instanceof TaskFact.Poisoned) {
            put(range, TaskState.POISONED, null);
        } else if (fact instanceof TaskFact.Cancelled) {
            put(range, TaskState.CANCELLED, null);
        } else if (fact instanceof TaskFact.Unplaceable) {
            put(range, TaskState.UNPLACEABLE, null);
        }
        // Whatever else is decided about tasks leaves them where they are.
    }

    /** Takes the tasks from wherever they are; what has ended stays where it ended. */
    private void put(TaskRange range, TaskState state, @Nullable StreamId node) {
        RangeSet moved = RangeSet.of(range.from(), range.to());
        for (TaskState end : TaskState.values()) {
            moved = end.isEnd() ? moved.remove(in(end)) : moved;
        }
        tasks.put(TaskState.WAITING, in(TaskState.WAITING).remove(moved));
        tasks.put(TaskState.PLACED, in(TaskState.PLACED).remove(moved));
        tasks.put(state, in(state).add(moved));
        RangeSet taken = moved;
        holdings.replaceAll((holder, held) -> held.remove(taken));
        if (node != null) {
            holdings.merge(node, moved, RangeSet::add);
        }
        holdings.values().removeIf(RangeSet::isEmpty);
    }

    private RangeSet in(TaskState state) {
        return tasks.getOrDefault(state, RangeSet.empty());
    }

    /** An entry can be taken without its submission, or be lost; no task of it will ever be heard of. */
    private void apply(StreamFact fact) {
        if (!tasks.isEmpty() || rejection.isPresent()) {
            return;
        }
        long sequence = submission.sequence();
        if (fact instanceof StreamFact.ItemRejected rejected
                && rejected.sequence() == sequence
                && rejected.item().equals("submission " + submission.item())) {
            rejection = Optional.of(rejected.reason().word());
        } else if (fact instanceof StreamFact.EntriesLost lost && lost.from() <= sequence && sequence <= lost.to()) {
            rejection = Optional.of("entries-lost");
        } else if (fact instanceof StreamFact.EntriesTaken taken && taken.upTo() >= sequence) {
            rejection = Optional.of("no-such-submission");
        }
    }

    SubmissionProgress progress() {
        EnumMap<TaskState, Long> counts = new EnumMap<>(TaskState.class);
        for (Map.Entry<TaskState, RangeSet> place : tasks.entrySet()) {
            counts.put(place.getKey(), place.getValue().size());
        }
        return new SubmissionProgress(counts, rejection);
    }

    SortedMap<StreamId, RangeSet> holdings() {
        return new TreeMap<>(holdings);
    }

    List<TaskFact.Finished> results() {
        return new ArrayList<>(results.values());
    }

    List<TaskFact.Failed> failures() {
        return new ArrayList<>(failures.values());
    }
}
