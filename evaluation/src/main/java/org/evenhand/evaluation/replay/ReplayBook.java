package org.evenhand.evaluation.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms.Deferral;
import org.evenhand.evaluation.replay.TaskLife.Outcome;

/**
 * Keeps account of every task of a replay, from what applications hand in, executors start and rounds decide. A task is
 * known by its payload, so one that was queued twice, ended twice, or never, cannot hide in a sum.
 *
 * <p>Thread-safe.
 */
final class ReplayBook {
    private final ReplayPlan plan;
    private final Map<Digest, Integer> byPayload = new HashMap<>();
    private final Map<SubmissionId, Integer> bySubmission = new HashMap<>();
    private final List<TaskLife> lives = new ArrayList<>();
    private final TreeMap<MspId, Integer> waiting = new TreeMap<>();
    private final TreeMap<StreamId, Long> taken = new TreeMap<>();
    private final TreeMap<StreamId, List<StreamFact.ItemRejected>> rejections = new TreeMap<>();
    private final TreeSet<StreamId> joined = new TreeSet<>();
    private final EnumMap<Deferral, Long> deferred = new EnumMap<>(Deferral.class);
    private final TreeSet<String> strange = new TreeSet<>();
    private long rounds;
    private long placed;
    private long moved;
    private long recovered;
    private long requeued;
    private long lateResults;
    private long ended;

    ReplayBook(ReplayPlan plan) {
        this.plan = plan;
        for (int task = 0; task < plan.tasks().size(); task++) {
            Integer other = byPayload.put(plan.tasks().get(task).payload(), task);
            if (other != null) {
                throw new IllegalArgumentException("tasks " + other + " and " + task + " have the same payload");
            }
            lives.add(new TaskLife());
        }
    }

    private TaskLife life(int task) {
        return lives.get(task);
    }

    /** A task is about to be submitted. */
    synchronized void handIn(int task) {
        wait(task);
    }

    /** A task was not queued after all. */
    synchronized void takeBack(int task) {
        leaveQueue(task);
    }

    /** A node starts the task of this payload; says which it is. */
    synchronized int start(Digest payload, StreamId node, long nowMillis) {
        Integer task = byPayload.get(payload);
        if (task == null) {
            throw new IllegalStateException(
                    node + " was given a task that is not of this replay, of payload " + payload);
        }
        life(task).starts(node, nowMillis);
        return task;
    }

    /** Adds the facts of a round. */
    synchronized void add(RoundRecord record) {
        rounds++;
        for (Fact fact : record.facts()) {
            if (fact instanceof TaskFact task) {
                add(task, record.timeMillis());
            } else if (fact instanceof NodeFact.Joined node) {
                joined.add(node.node());
            } else if (fact instanceof StreamFact.EntriesTaken of) {
                taken.put(of.stream(), of.upTo());
            } else if (fact instanceof StreamFact.ItemRejected item) {
                rejections
                        .computeIfAbsent(item.stream(), absent -> new ArrayList<>())
                        .add(item);
            } else if (fact instanceof StreamFact.EntriesLost lost) {
                strange.add("entries " + lost.from() + " to " + lost.to() + " of " + lost.stream() + " were lost");
            }
        }
    }

    private void add(TaskFact fact, long nowMillis) {
        if (fact instanceof TaskFact.Queued queued) {
            queue(queued);
            return;
        }
        int task = taskOf(fact.range());
        if (task < 0) {
            return;
        }
        if (fact instanceof TaskFact.Placed) {
            placed++;
            leaveQueue(task);
        } else if (fact instanceof TaskFact.Moved) {
            moved++;
        } else if (fact instanceof TaskFact.Recovered) {
            recovered++;
            wait(task);
        } else if (fact instanceof TaskFact.Requeued) {
            requeued++;
            wait(task);
        } else if (fact instanceof TaskFact.Deferred why) {
            deferred.merge(why.reason(), 1L, Long::sum);
        } else if (fact instanceof TaskFact.LateResult) {
            lateResults++;
        } else if (fact instanceof TaskFact.Finished done) {
            end(task, Outcome.FINISHED, Optional.of(done.node()), nowMillis);
        } else if (fact instanceof TaskFact.Failed done) {
            end(task, Outcome.FAILED, Optional.of(done.node()), nowMillis);
        } else if (fact instanceof TaskFact.Poisoned done) {
            end(task, Outcome.POISONED, Optional.of(done.node()), nowMillis);
        } else if (fact instanceof TaskFact.Cancelled) {
            end(task, Outcome.CANCELLED, Optional.empty(), nowMillis);
        } else if (fact instanceof TaskFact.Unplaceable) {
            end(task, Outcome.UNPLACEABLE, Optional.empty(), nowMillis);
        }
    }

    private void queue(TaskFact.Queued fact) {
        Integer task = byPayload.get(fact.fragment().terms().payload());
        if (task == null || fact.range().size() != 1) {
            strange.add(fact.range() + " is not of this replay");
            return;
        }
        bySubmission.put(fact.range().submission(), task);
        if (!life(task).queue()) {
            strange.add("task " + task + " was queued again as " + fact.range());
        }
    }

    private int taskOf(TaskRange range) {
        Integer task = bySubmission.get(range.submission());
        if (task == null) {
            strange.add("a fact speaks of " + range + ", which was never queued");
            return -1;
        }
        return task;
    }

    private void end(int task, Outcome how, Optional<StreamId> where, long nowMillis) {
        leaveQueue(task);
        if (!life(task).end(how, where, nowMillis)) {
            strange.add("task " + task + " ended twice");
            return;
        }
        ended++;
        if (how == Outcome.FINISHED && life(task).startMillis().isEmpty()) {
            strange.add("task " + task + " finished on a node that never started it");
        }
    }

    private void wait(int task) {
        if (!life(task).isWaiting()) {
            life(task).waits();
            waiting.merge(plan.submitter(task), 1, Integer::sum);
        }
    }

    private void leaveQueue(int task) {
        if (life(task).isWaiting()) {
            life(task).leavesQueue();
            waiting.merge(plan.submitter(task), -1, Integer::sum);
        }
    }

    /** How many tasks of an organisation have been handed in and wait for a node. */
    synchronized int waiting(MspId organisation) {
        return waiting.getOrDefault(organisation, 0);
    }

    /** The last entry of a stream that a round took; 0 for none. */
    synchronized long taken(StreamId stream) {
        return taken.getOrDefault(stream, 0L);
    }

    /** What rounds would not grant of a stream's entries since this was last asked. */
    synchronized List<StreamFact.ItemRejected> rejections(StreamId stream) {
        List<StreamFact.ItemRejected> found = rejections.remove(stream);
        return found == null ? List.of() : found;
    }

    /** Items that were rejected, of streams whose rejections nobody asked for: those of nodes. */
    synchronized Map<RejectionReason, Long> rejectionsLeft() {
        EnumMap<RejectionReason, Long> left = new EnumMap<>(RejectionReason.class);
        rejections.values().forEach(items -> items.forEach(item -> left.merge(item.reason(), 1L, Long::sum)));
        return left;
    }

    synchronized int nodesJoined() {
        return joined.size();
    }

    synchronized long ended() {
        return ended;
    }

    synchronized long queued() {
        return lives.stream().filter(TaskLife::isQueued).count();
    }

    /** What must not happen, and did. */
    synchronized List<String> strange() {
        return List.copyOf(strange);
    }

    synchronized long rounds() {
        return rounds;
    }

    /** What rounds decided besides how tasks ended. */
    synchronized ReplayResult.Decisions decisions() {
        return new ReplayResult.Decisions(rounds, placed, moved, recovered, requeued, lateResults, deferred);
    }

    /** How a task ended; nothing if it did not. */
    synchronized Optional<Ended> ended(int task) {
        TaskLife life = life(task);
        return life.outcome()
                .map(how -> new Ended(how, life.endedOn(), life.startMillis(), life.endMillis(), life.starts()));
    }

    /**
     * The end of a task.
     *
     * @param outcome how
     * @param node where, if on a node
     * @param startMillis when that node started it, if it did
     * @param endMillis when the round was decided that settled it
     * @param starts on how many nodes it was started
     */
    record Ended(Outcome outcome, Optional<StreamId> node, Optional<Long> startMillis, long endMillis, int starts) {}

    /** How many tasks ended in which way. */
    synchronized Map<Outcome, Long> outcomes() {
        EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, 0L);
        }
        lives.forEach(life -> life.outcome().ifPresent(how -> counts.merge(how, 1L, Long::sum)));
        return Objects.requireNonNull(counts);
    }
}
