package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Observation;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.core.range.Span;

/**
 * Settles a status report: ends what ended, ignores what the node does not own, and notes its load. The background load
 * is what the node uses beyond the demand of our running tasks: {@code max(0, u * P - sum of d)}.
 */
final class Settle {
    private final Round round;

    Settle(Round round) {
        this.round = round;
    }

    void report(StreamId node, StoredEntry stored, StatusReport report) {
        for (StatusReport.Finished finished : report.finished()) {
            finish(node, finished);
        }
        for (StatusReport.Failed failed : report.failed()) {
            fail(node, failed);
        }
        List<Running> running = runningHere(node, report.running());
        NodeState state = round.state().member(node);
        Resources background = background(state, report, running);
        round.decide(new NodeFact.ReportSettled(
                node,
                new Observation(stored.sequence(), stored.timeMillis(), report.utilisation(), background, running)));
        round.noteReport(node, report.utilisation().highest());
    }

    private void finish(StreamId node, StatusReport.Finished finished) {
        RangeSet owned = owned(node, finished.range());
        for (Span span : owned.spans()) {
            round.decide(new TaskFact.Finished(
                    new TaskRange(finished.range().submission(), span),
                    node,
                    finished.meanMillis(),
                    finished.result()));
        }
        ignore(node, finished.range(), owned);
    }

    private void fail(StreamId node, StatusReport.Failed failed) {
        RangeSet owned = owned(node, failed.range());
        for (Fragment part : round.state().holdings(node).overlapping(failed.range())) {
            int allowed = round.taskClass(part.terms().taskClass()).attempts();
            boolean last = part.terms().attempts() + 1 >= allowed;
            round.decide(
                    last
                            ? new TaskFact.Failed(part.range(), node, failed.reason())
                            : new TaskFact.Requeued(part.range(), node, failed.reason()));
        }
        ignore(node, failed.range(), owned);
    }

    private RangeSet owned(StreamId node, TaskRange range) {
        List<Span> spans = new ArrayList<>();
        round.state()
                .holdings(node)
                .overlapping(range)
                .forEach(part -> spans.add(part.range().span()));
        return RangeSet.copyOf(spans);
    }

    private void ignore(StreamId node, TaskRange range, RangeSet owned) {
        RangeSet rest = RangeSet.of(range.from(), range.to()).remove(owned);
        for (Span span : rest.spans()) {
            round.decide(new TaskFact.LateResult(new TaskRange(range.submission(), span), node));
        }
    }

    /** What of a report's running ranges the node really owns; a claim to run the same task twice counts once. */
    private List<Running> runningHere(StreamId node, List<Running> reported) {
        List<Running> here = new ArrayList<>();
        TreeMap<String, RangeSet> seen = new TreeMap<>();
        for (Running running : reported) {
            String submission = running.range().submission().toString();
            RangeSet before = seen.getOrDefault(submission, RangeSet.empty());
            RangeSet fresh = owned(node, running.range()).remove(before);
            for (Span span : fresh.spans()) {
                here.add(new Running(new TaskRange(running.range().submission(), span), running.elapsedMillis()));
            }
            seen.put(submission, before.add(fresh));
        }
        return here;
    }

    private Resources background(NodeState node, StatusReport report, List<Running> running) {
        TreeMap<String, Long> ours = new TreeMap<>();
        for (Running part : running) {
            for (Fragment fragment : round.state().holdings(node.id()).overlapping(part.range())) {
                TaskClass taskClass = round.taskClass(fragment.terms().taskClass());
                taskClass
                        .demand()
                        .amounts()
                        .forEach((name, demand) ->
                                ours.merge(name, Amounts.times(demand, fragment.size()), Amounts::plus));
            }
        }
        TreeMap<String, Long> background = new TreeMap<>();
        report.utilisation().basisPoints().forEach((name, share) -> {
            long used = Amounts.times(node.capacity().amount(name), share) / Limits.BASIS_POINTS;
            background.put(name, Math.max(0, used - ours.getOrDefault(name, 0L)));
        });
        return new Resources(background);
    }
}
