package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.state.PoolState;
import org.jspecify.annotations.Nullable;

/**
 * Books of where every single task is, kept apart from the contract: one array cell per task, one word per place. It
 * knows the entries and the facts, and holds each fact to what was true before it.
 */
final class TaskBook {
    private static final String NOT_TAKEN = "not taken";
    private static final String QUEUED = "queued";
    private static final String REJECTED = "ended: rejected";
    private final TreeMap<SubmissionId, String[]> places = new TreeMap<>();
    private final TreeMap<StreamId, List<TaskRange>> claimedFinished = new TreeMap<>();
    private final TreeMap<StreamId, List<TaskRange>> claimedFailed = new TreeMap<>();
    private final TreeMap<MspId, List<TaskRange>> cancelled = new TreeMap<>();

    /** Notes an entry that was appended. */
    void appended(StreamId stream, long sequence, Entry entry) {
        for (int item = 0; item < entry.submissions().size(); item++) {
            Submission submission = entry.submissions().get(item);
            String[] tasks = new String[(int) submission.count()];
            Arrays.fill(tasks, NOT_TAKEN);
            places.put(new SubmissionId(stream, sequence, item), tasks);
        }
        entry.report().ifPresent(report -> claimed(stream, report));
        entry.cancellations().forEach(range -> note(cancelled, stream.msp(), range));
    }

    private void claimed(StreamId node, StatusReport report) {
        report.finished().forEach(claim -> note(claimedFinished, node, claim.range()));
        report.failed().forEach(claim -> note(claimedFailed, node, claim.range()));
    }

    private static <K> void note(Map<K, List<TaskRange>> said, K who, TaskRange range) {
        said.computeIfAbsent(who, absent -> new ArrayList<>()).add(range);
    }

    private static <K> void requireSaid(Map<K, List<TaskRange>> said, K who, TaskRange range) {
        List<TaskRange> ranges = said.getOrDefault(who, List.of());
        for (long index = range.from(); index < range.to(); index++) {
            long task = index;
            boolean covered = ranges.stream()
                    .anyMatch(one -> one.submission().equals(range.submission())
                            && one.span().contains(task));
            if (!covered) {
                throw new AssertionError(who + " never spoke of task " + task + " of " + range);
            }
        }
    }

    /** Carries one decided fact over into the books. */
    void decided(Fact fact) {
        if (fact instanceof TaskFact.Queued queued) {
            move(queued.range(), NOT_TAKEN, QUEUED);
        } else if (fact instanceof StreamFact.ItemRejected rejected
                && rejected.item().startsWith("submission ")) {
            int item = Integer.parseInt(rejected.item().substring("submission ".length()));
            SubmissionId id = new SubmissionId(rejected.stream(), rejected.sequence(), item);
            move(TaskRange.of(id, 0, tasksOf(id).length), NOT_TAKEN, REJECTED);
        } else if (fact instanceof StreamFact.EntriesLost lost) {
            places.forEach((submission, tasks) -> {
                if (submission.stream().equals(lost.stream())
                        && submission.sequence() >= lost.from()
                        && submission.sequence() <= lost.to()) {
                    move(TaskRange.of(submission, 0, tasks.length), NOT_TAKEN, "ended: overwritten");
                }
            });
        } else if (fact instanceof TaskFact.Placed placed) {
            move(placed.range(), QUEUED, at(placed.node()));
        } else if (fact instanceof TaskFact.Moved moved) {
            move(moved.range(), at(moved.from()), at(moved.to()));
        } else if (fact instanceof TaskFact.Recovered recovered) {
            move(recovered.range(), at(recovered.node()), QUEUED);
        } else if (fact instanceof TaskFact.Poisoned poisoned) {
            move(poisoned.range(), at(poisoned.node()), "ended: poisoned");
        } else if (fact instanceof TaskFact.Unplaceable unplaceable) {
            move(unplaceable.range(), QUEUED, "ended: unplaceable");
        } else if (fact instanceof TaskFact.Cancelled ended) {
            cancel(ended.range());
        } else {
            reported(fact);
        }
    }

    private void reported(Fact fact) {
        if (fact instanceof TaskFact.Finished finished) {
            requireSaid(claimedFinished, finished.node(), finished.range());
            move(finished.range(), at(finished.node()), "ended: finished");
        } else if (fact instanceof TaskFact.Requeued requeued) {
            requireSaid(claimedFailed, requeued.node(), requeued.range());
            move(requeued.range(), at(requeued.node()), QUEUED);
        } else if (fact instanceof TaskFact.Failed failed) {
            requireSaid(claimedFailed, failed.node(), failed.range());
            move(failed.range(), at(failed.node()), "ended: failed");
        }
    }

    private static String at(StreamId node) {
        return "at " + node;
    }

    private void move(TaskRange range, String from, String to) {
        String[] tasks = tasksOf(range.submission());
        for (long index = range.from(); index < range.to(); index++) {
            if (!tasks[(int) index].equals(from)) {
                throw new AssertionError(range + ": task " + index + " is " + tasks[(int) index] + ", not " + from);
            }
            tasks[(int) index] = to;
        }
    }

    private void cancel(TaskRange range) {
        requireSaid(cancelled, range.submission().stream().msp(), range);
        String[] tasks = tasksOf(range.submission());
        for (long index = range.from(); index < range.to(); index++) {
            String place = tasks[(int) index];
            if (place.startsWith("ended") || place.equals(NOT_TAKEN)) {
                throw new AssertionError(range + ": task " + index + " was cancelled when it was " + place);
            }
            tasks[(int) index] = "ended: cancelled";
        }
    }

    /** Compares the books with the ledger, task by task. */
    void requireSame(PoolState state) {
        TreeMap<SubmissionId, String[]> found = new TreeMap<>();
        for (int priority : state.queuedPriorities()) {
            state.queued(priority).forEach(fragment -> put(found, fragment, QUEUED));
        }
        for (StreamId node : state.nodes().keySet()) {
            state.holdings(node).fragments().forEach(fragment -> put(found, fragment, at(node)));
        }
        places.forEach((submission, tasks) -> {
            String[] onLedger = found.getOrDefault(submission, new String[tasks.length]);
            for (int index = 0; index < tasks.length; index++) {
                boolean taken = submission.sequence() <= state.cursor(submission.stream());
                String place = tasks[index];
                boolean open = place.equals(QUEUED) || place.startsWith("at ");
                if (taken == place.equals(NOT_TAKEN) || !(open ? place : "nowhere").equals(word(onLedger[index]))) {
                    throw new AssertionError(
                            submission + "#" + index + " is " + place + ", but on the ledger " + word(onLedger[index]));
                }
            }
        });
        assertThat(places.keySet()).containsAll(found.keySet());
    }

    private String[] tasksOf(SubmissionId submission) {
        return Objects.requireNonNull(places.get(submission), () -> submission + " was never submitted");
    }

    private static String word(@Nullable String place) {
        return place == null ? "nowhere" : place;
    }

    private void put(Map<SubmissionId, String[]> found, Fragment fragment, String place) {
        SubmissionId submission = fragment.range().submission();
        String[] tasks = found.computeIfAbsent(submission, absent -> new String[tasksOf(absent).length]);
        for (long index = fragment.range().from(); index < fragment.range().to(); index++) {
            if (tasks[(int) index] != null) {
                throw new AssertionError(submission + "#" + index + " is " + tasks[(int) index] + " and also " + place);
            }
            tasks[(int) index] = place;
        }
    }

    /** Known submissions and how many tasks each has. */
    Map<SubmissionId, Integer> submissions() {
        TreeMap<SubmissionId, Integer> sizes = new TreeMap<>();
        places.forEach((submission, tasks) -> sizes.put(submission, tasks.length));
        return sizes;
    }

    /** How many tasks have ended in each way, and how many are open. */
    Map<String, Integer> tally() {
        TreeMap<String, Integer> tally = new TreeMap<>();
        places.values().forEach(tasks -> {
            for (String place : tasks) {
                tally.merge(place.startsWith("at ") ? "at a node" : place, 1, Integer::sum);
            }
        });
        return tally;
    }
}
