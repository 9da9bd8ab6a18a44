package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.fact.StreamFact;
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
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Utilisation;
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
        Claims claims = new Claims(node, stored.sequence());
        report.finished().forEach(claims::finish);
        report.failed().forEach(claims::fail);
        claims.conclude();
        Utilisation utilisation = ofItsCapacity(node, report.utilisation());
        List<Running> running = runningHere(node, report.running());
        Resources background = background(round.state().member(node), utilisation, running);
        // A writer's clock may be ahead of the round's; a report from the future would keep a silent node alive.
        long timeMillis = Math.min(stored.timeMillis(), round.nowMillis());
        List<Running> kept = running.subList(0, Math.min(running.size(), Limits.RUNNING_KEPT_MAX));
        round.decide(new NodeFact.ReportSettled(
                node, new Observation(stored.sequence(), timeMillis, utilisation, background, kept)));
        round.noteReport(node, utilisation.highestOfStandard());
    }

    /** What one report claims to have ended. */
    private final class Claims {
        private final StreamId node;
        private final long sequence;
        private int late;

        Claims(StreamId node, long sequence) {
            this.node = node;
            this.sequence = sequence;
        }

        void finish(StatusReport.Finished finished) {
            TaskRange range = finished.range();
            RangeSet owned = owned(node, range);
            if (!scatters(range)) {
                for (Span span : owned.spans()) {
                    TaskRange part = new TaskRange(range.submission(), span);
                    round.decide(new TaskFact.Finished(
                            part, node, credible(part, finished.meanMillis()), finished.result()));
                }
            }
            ignore(range, owned);
        }

        void fail(StatusReport.Failed failed) {
            TaskRange range = failed.range();
            RangeSet owned = owned(node, range);
            if (!scatters(range)) {
                failParts(range, failed.reason());
            }
            ignore(range, owned);
        }

        /** What has failed for the last time needs no place in the queue; what waits again does. */
        private void failParts(TaskRange range, String reason) {
            boolean kept = false;
            for (Fragment part : round.state().holdings(node).overlapping(range)) {
                int allowed = round.taskClass(part.terms().taskClass()).attempts();
                if (part.terms().attempts() + 1 >= allowed) {
                    round.decide(new TaskFact.Failed(part.range(), node, reason));
                } else if (round.queueMayGrow()) {
                    round.decide(new TaskFact.Requeued(part.range(), node, reason));
                } else {
                    kept = true;
                }
            }
            if (kept) {
                reject(range);
            }
        }

        /** A node that ends its tasks in a scattered order must not cut the pool's work into ever more ranges. */
        private boolean scatters(TaskRange range) {
            boolean scatters = round.state().holdings(node).isSplitBy(range)
                    && round.state().holdings(node).size()
                            >= 2 * round.policy().caps().rangesPerNode();
            if (scatters) {
                reject(range);
            }
            return scatters;
        }

        private void reject(TaskRange range) {
            round.decide(
                    new StreamFact.ItemRejected(node, sequence, "end of " + range, RejectionReason.TOO_MANY_RANGES));
        }

        /** No task took longer than it has been in the pool, whatever its node says. */
        private long credible(TaskRange range, long meanMillis) {
            long oldest = round.nowMillis();
            for (Fragment part : round.state().holdings(node).overlapping(range)) {
                oldest = Math.min(oldest, part.terms().queuedMillis());
            }
            return Math.min(meanMillis, round.nowMillis() - oldest);
        }

        private void ignore(TaskRange range, RangeSet owned) {
            RangeSet rest = RangeSet.of(range.from(), range.to()).remove(owned);
            for (Span span : rest.spans()) {
                if (late < Limits.LATE_RESULTS_PER_REPORT_MAX) {
                    round.decide(new TaskFact.LateResult(new TaskRange(range.submission(), span), node));
                }
                late++;
            }
        }

        void conclude() {
            int more = late - Limits.LATE_RESULTS_PER_REPORT_MAX;
            if (more > 0) {
                round.decide(new StreamFact.ItemRejected(
                        node, sequence, more + " more late results", RejectionReason.TOO_MANY_LATE_RESULTS));
            }
        }
    }

    /** The shares that mean something: those of resources that the node has. */
    private Utilisation ofItsCapacity(StreamId node, Utilisation reported) {
        TreeMap<String, Long> shares = new TreeMap<>(reported.basisPoints());
        shares.keySet()
                .retainAll(round.state().member(node).capacity().amounts().keySet());
        return new Utilisation(shares);
    }

    private RangeSet owned(StreamId node, TaskRange range) {
        List<Span> spans = new ArrayList<>();
        round.state()
                .holdings(node)
                .overlapping(range)
                .forEach(part -> spans.add(part.range().span()));
        return RangeSet.copyOf(spans);
    }

    /** What of a report's running ranges the node really owns; a claim to run the same task twice counts once. */
    private List<Running> runningHere(StreamId node, List<Running> reported) {
        List<Running> here = new ArrayList<>();
        TreeMap<SubmissionId, RangeSet> seen = new TreeMap<>();
        for (Running running : reported) {
            SubmissionId submission = running.range().submission();
            RangeSet before = seen.getOrDefault(submission, RangeSet.empty());
            RangeSet fresh = owned(node, running.range()).remove(before);
            for (Span span : fresh.spans()) {
                here.add(new Running(new TaskRange(submission, span), running.elapsedMillis()));
            }
            seen.put(submission, before.add(fresh));
        }
        return here;
    }

    private Resources background(NodeState node, Utilisation utilisation, List<Running> running) {
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
        utilisation.basisPoints().forEach((name, share) -> {
            long used = Amounts.times(node.capacity().amount(name), share) / Limits.BASIS_POINTS;
            long foreign = Math.max(0, used - ours.getOrDefault(name, 0L));
            background.put(name, Math.min(Limits.AMOUNT_MAX, foreign));
        });
        return new Resources(background);
    }
}
