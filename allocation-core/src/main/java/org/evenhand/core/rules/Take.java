package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.List;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Fragment;
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

/**
 * Phase 1: takes the named entries, each stream's in sequence. Node requests and reports are settled, submissions
 * queued, cancellations and changes of priority carried out. What an entry asks and cannot have becomes a fact.
 */
final class Take {
    private final Round round;
    private final Settle settle;
    private int entriesTaken;

    Take(Round round) {
        this.round = round;
        this.settle = new Settle(round);
    }

    void run() {
        round.input().evidence().forEach(this::takeStream);
    }

    private void takeStream(StreamId stream, Evidence evidence) {
        long cursor = round.state().cursor(stream);
        long taken = cursor;
        while (taken < evidence.upTo() && entriesTaken < round.policy().caps().entriesPerRound()) {
            taken++;
            entriesTaken++;
            StoredEntry stored = evidence.entries().get(taken);
            if (stored == null) {
                round.decide(new StreamFact.EntryOverwritten(stream, taken));
            } else {
                takeEntry(stream, evidence, stored);
            }
        }
        if (taken > cursor) {
            round.decide(new StreamFact.EntriesTaken(stream, taken));
        }
    }

    private void takeEntry(StreamId stream, Evidence evidence, StoredEntry stored) {
        Entry entry = stored.entry();
        entry.request().ifPresent(request -> takeRequest(stream, evidence, stored, request));
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
            for (TaskRange part : ownWork(stream, stored, "cancellation", range)) {
                round.decide(new TaskFact.Cancelled(part));
            }
        }
        for (Entry.PriorityChange change : entry.priorities()) {
            for (TaskRange part : ownWork(stream, stored, "priority", change.range())) {
                round.decide(new TaskFact.Reprioritised(part, change.priority()));
            }
        }
    }

    private void takeRequest(StreamId stream, Evidence evidence, StoredEntry stored, NodeRequest request) {
        NodeState known = round.state().node(stream).orElse(null);
        if (request.kind() == NodeRequest.Kind.REGISTER) {
            register(stream, evidence, stored, request.capacity());
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

    private void register(StreamId stream, Evidence evidence, StoredEntry stored, Resources capacity) {
        long ofOrganisation = round.state().nodes().keySet().stream()
                .filter(node -> node.msp().equals(stream.msp()))
                .count();
        if (round.state().node(stream).isPresent()) {
            reject(stream, stored, "request", RejectionReason.ALREADY_REGISTERED);
        } else if (!known(capacity)) {
            reject(stream, stored, "request", RejectionReason.UNKNOWN_RESOURCE);
        } else if (ofOrganisation >= round.policy().caps().nodesPerOrganisation()) {
            reject(stream, stored, "request", RejectionReason.NODE_QUOTA_EXHAUSTED);
        } else {
            round.decide(new NodeFact.Joined(
                    stream,
                    evidence.writer().orElseThrow().key(),
                    capacity,
                    round.state().shelfWithRoom(),
                    round.nowMillis()));
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
        } else if (round.state().queuedRanges() >= round.policy().caps().queuedRanges()) {
            reject(stream, stored, name, RejectionReason.QUEUE_FULL);
        } else {
            SubmissionId id = new SubmissionId(stream, stored.sequence(), item);
            long number = round.state().position().round() + 1;
            round.decide(new TaskFact.Queued(new Fragment(
                    TaskRange.of(id, 0, submission.count()),
                    Terms.queued(taskClass, submission, number, round.nowMillis()))));
        }
    }

    /** The parts of a range that have not ended, if the stream's organisation submitted them. */
    private List<TaskRange> ownWork(StreamId stream, StoredEntry stored, String what, TaskRange range) {
        if (!range.submission().stream().msp().equals(stream.msp())) {
            reject(stream, stored, what + " of " + range, RejectionReason.NOT_YOUR_WORK);
            return List.of();
        }
        List<Span> spans = new ArrayList<>();
        round.state()
                .queuedIn(range)
                .forEach(fragment -> spans.add(fragment.range().span()));
        for (StreamId node : round.state().nodes().keySet()) {
            round.state()
                    .holdings(node)
                    .overlapping(range)
                    .forEach(fragment -> spans.add(fragment.range().span()));
        }
        if (spans.isEmpty()) {
            reject(stream, stored, what + " of " + range, RejectionReason.UNKNOWN_TASK);
        }
        return RangeSet.copyOf(spans).spans().stream()
                .map(span -> new TaskRange(range.submission(), span))
                .toList();
    }

    private void reject(StreamId stream, StoredEntry stored, String item, RejectionReason reason) {
        round.decide(new StreamFact.ItemRejected(stream, stored.sequence(), item, reason));
    }
}
