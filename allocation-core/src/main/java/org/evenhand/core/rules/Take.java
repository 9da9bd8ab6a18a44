package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.NodeState.Wanted;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.evenhand.core.range.RangeSet;
import org.evenhand.core.range.Span;
import org.evenhand.core.rules.RoundInput.Evidence;
import org.evenhand.core.state.FragmentMap;

/**
 * Phase 1: takes the named entries, each stream's in sequence, organisations in {@link FairOrder}. Node requests and
 * reports are settled, submissions queued, cancellations and changes of priority carried out. What an entry asks and
 * cannot have becomes a fact.
 */
final class Take {
    private final Round round;
    private final Settle settle;
    private final TreeMap<StreamId, Long> taken = new TreeMap<>();
    private final TreeMap<MspId, Integer> waitingRanges = new TreeMap<>();

    Take(Round round) {
        this.round = round;
        this.settle = new Settle(round);
    }

    void run() {
        SortedMap<StreamId, Evidence> evidence = round.input().evidence();
        FairOrder order = new FairOrder(round.number(), evidence.keySet());
        Optional<StreamId> next = order.next();
        while (next.isPresent() && round.hasRoomForFacts()) {
            StreamId stream = next.get();
            Evidence ofStream = Objects.requireNonNull(evidence.get(stream));
            int before = round.facts().size();
            long upTo = takeNext(stream, ofStream);
            order.charge(stream, 1 + round.facts().size() - before, upTo < ofStream.upTo());
            next = order.next();
        }
        taken.forEach((stream, upTo) -> round.decide(new StreamFact.EntriesTaken(stream, upTo)));
    }

    /** Takes a stream's next entry, and returns its number. */
    private long takeNext(StreamId stream, Evidence evidence) {
        long last = taken.getOrDefault(stream, round.state().cursor(stream));
        SortedMap<Long, StoredEntry> left = evidence.entries().tailMap(last + 1);
        long next = left.isEmpty() ? evidence.upTo() + 1 : left.firstKey();
        if (next > last + 1) {
            round.decide(new StreamFact.EntriesLost(stream, last + 1, next - 1));
        }
        if (left.isEmpty()) {
            taken.put(stream, evidence.upTo());
            return evidence.upTo();
        }
        takeEntry(stream, Objects.requireNonNull(left.get(next)));
        taken.put(stream, next);
        return next;
    }

    private void takeEntry(StreamId stream, StoredEntry stored) {
        Entry entry = stored.entry();
        entry.request().ifPresent(request -> takeRequest(stream, stored, request));
        if (entry.report().isPresent()) {
            if (round.state().node(stream).isPresent()) {
                settle.report(stream, stored, entry.report().get());
            } else {
                reject(stream, stored, "report", RejectionReason.NOT_REGISTERED);
            }
        }
        for (int item = 0; item < entry.submissions().size(); item++) {
            takeSubmission(stream, stored, item, entry.submissions().get(item));
        }
        for (TaskRange range : entry.cancellations()) {
            cancel(stream, stored, range);
        }
        for (Entry.PriorityChange change : entry.priorities()) {
            reprioritise(stream, stored, change);
        }
    }

    private void cancel(StreamId stream, StoredEntry stored, TaskRange range) {
        changeOwnWork(stream, stored, "cancellation of " + range, range, TaskFact.Cancelled::new);
    }

    private void reprioritise(StreamId stream, StoredEntry stored, Entry.PriorityChange change) {
        changeOwnWork(
                stream,
                stored,
                "priority of " + change.range(),
                change.range(),
                part -> new TaskFact.Reprioritised(part, change.priority()));
    }

    private void takeRequest(StreamId stream, StoredEntry stored, NodeRequest request) {
        NodeState known = round.state().node(stream).orElse(null);
        if (request.kind() == NodeRequest.Kind.REGISTER) {
            register(stream, stored, request.capacity());
        } else if (known == null) {
            reject(stream, stored, "request", RejectionReason.NOT_REGISTERED);
        } else if (request.kind() == NodeRequest.Kind.CAPACITY) {
            if (known(request.capacity())) {
                round.decide(new NodeFact.CapacityChanged(stream, request.capacity()));
            } else {
                reject(stream, stored, "request", RejectionReason.UNKNOWN_RESOURCE);
            }
        } else {
            Wanted wanted = wanted(request.kind());
            if (known.wanted() != wanted) {
                round.decide(new NodeFact.WantedChanged(stream, wanted));
            }
        }
    }

    private static Wanted wanted(NodeRequest.Kind kind) {
        return switch (kind) {
            case DRAIN -> Wanted.DRAINING;
            case RETIRE -> Wanted.RETIRED;
            case ACTIVATE, REGISTER, CAPACITY -> Wanted.ACTIVE;
        };
    }

    private void register(StreamId stream, StoredEntry stored, Resources capacity) {
        long ofOrganisation = round.state().nodes().keySet().stream()
                .filter(node -> node.msp().equals(stream.msp()))
                .count();
        if (round.state().node(stream).isPresent()) {
            reject(stream, stored, "request", RejectionReason.ALREADY_REGISTERED);
        } else if (!known(capacity)) {
            reject(stream, stored, "request", RejectionReason.UNKNOWN_RESOURCE);
        } else if (ofOrganisation >= round.policy().caps().nodesPerOrganisation()) {
            reject(stream, stored, "request", RejectionReason.NODE_QUOTA_EXHAUSTED);
        } else if (round.state().nodes().size() >= Limits.NODES_PER_POOL_MAX) {
            reject(stream, stored, "request", RejectionReason.POOL_FULL);
        } else {
            round.decide(new NodeFact.Joined(stream, capacity, round.state().shelfWithRoom(), round.nowMillis()));
        }
    }

    private boolean known(Resources resources) {
        return resources.amounts().keySet().stream()
                .allMatch(name -> round.policy().knows(name));
    }

    private void takeSubmission(StreamId stream, StoredEntry stored, int item, Submission submission) {
        TaskClass taskClass = round.input().classes().get(submission.taskClass());
        String name = "submission " + item;
        if (taskClass == null) {
            reject(stream, stored, name, RejectionReason.UNKNOWN_CLASS);
        } else if (submission.deadlineMillis() != 0 && submission.deadlineMillis() < round.nowMillis()) {
            reject(stream, stored, name, RejectionReason.DEADLINE_PASSED);
        } else if (waitingRanges(stream.msp()) >= shareOfQueue()) {
            reject(stream, stored, name, RejectionReason.QUEUE_FULL);
        } else {
            SubmissionId id = new SubmissionId(stream, stored.sequence(), item);
            round.decide(new TaskFact.Queued(new Fragment(
                    TaskRange.of(id, 0, submission.count()),
                    Terms.queued(taskClass, submission, round.number(), round.nowMillis()))));
            waitingRanges.merge(stream.msp(), 1, Integer::sum);
        }
    }

    /** How many ranges of an organisation wait: what waited before this phase, and what it has queued since. */
    private int waitingRanges(MspId organisation) {
        return waitingRanges.computeIfAbsent(
                organisation, absent -> round.state().queuedRanges(organisation));
    }

    /** The queue is shared evenly, so that no organisation can shut the others out of it. */
    private int shareOfQueue() {
        return Math.max(
                1,
                round.policy().caps().queuedRanges() / round.policy().members().size());
    }

    /** Decides a fact per part of a range that has not ended; parts past the round's room are rejected together. */
    private void changeOwnWork(
            StreamId stream, StoredEntry stored, String what, TaskRange range, Function<TaskRange, TaskFact> change) {
        List<TaskRange> parts = ownWork(stream, stored, what, range);
        for (TaskRange part : parts) {
            if (!round.hasRoomForFacts()) {
                reject(stream, stored, what, RejectionReason.TOO_MANY_RANGES);
                break;
            }
            round.decide(change.apply(part));
        }
        // What was cut waits as more ranges than before.
        waitingRanges.clear();
    }

    /** The parts of a range that have not ended, if the stream's organisation submitted them. */
    private List<TaskRange> ownWork(StreamId stream, StoredEntry stored, String what, TaskRange range) {
        if (!range.submission().stream().msp().equals(stream.msp())) {
            reject(stream, stored, what, RejectionReason.NOT_YOUR_WORK);
            return List.of();
        }
        List<Span> spans = new ArrayList<>();
        round.state()
                .queuedIn(range)
                .forEach(fragment -> spans.add(fragment.range().span()));
        boolean cutsTooMuch =
                waitingRanges(stream.msp()) >= shareOfQueue() && round.state().queueIsCutBy(range);
        for (StreamId node : round.state().nodes().keySet()) {
            FragmentMap held = round.state().holdings(node);
            held.overlapping(range)
                    .forEach(fragment -> spans.add(fragment.range().span()));
            cutsTooMuch |= held.size() >= round.policy().caps().rangesPerNode() && held.isCutBy(range);
        }
        if (spans.isEmpty()) {
            reject(stream, stored, what, RejectionReason.UNKNOWN_TASK);
        } else if (cutsTooMuch) {
            reject(stream, stored, what, RejectionReason.TOO_MANY_RANGES);
            return List.of();
        }
        return RangeSet.copyOf(spans).spans().stream()
                .map(span -> new TaskRange(range.submission(), span))
                .toList();
    }

    private void reject(StreamId stream, StoredEntry stored, String item, RejectionReason reason) {
        round.decide(new StreamFact.ItemRejected(stream, stored.sequence(), item, reason));
    }
}
