package org.evenhand.core.rules;

import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.fact.TaskFact.Cause;
import org.evenhand.core.model.Condition.Health;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.NodeState.Wanted;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.core.range.Span;

/**
 * Phase 3: takes the tasks of failed, draining and retired nodes back into the queue, with their age. Tasks of a failed
 * node are charged an attempt, since nobody can say which had started; a task that has used up its attempts that way
 * probably kills its nodes, and ends as poisoned.
 */
final class Recover {
    private final Round round;
    private int allowance;

    Recover(Round round) {
        this.round = round;
    }

    void run() {
        allowance = allowance();
        for (NodeState node : List.copyOf(round.state().nodes().values())) {
            if (node.condition().health() == Health.FAILED) {
                recoverFailed(node.id());
            } else if (node.wanted() == Wanted.DRAINING) {
                takeBackUnstarted(node);
            } else if (node.wanted() == Wanted.RETIRED) {
                takeBackAll(node.id(), Cause.NODE_RETIRED);
            }
            if (node.wanted() == Wanted.RETIRED
                    && round.state().holdings(node.id()).isEmpty()) {
                round.decide(new NodeFact.Left(node.id()));
            }
        }
    }

    /** How many ranges of failed nodes this round may recover. */
    private int allowance() {
        long frozenSince = round.state().frozenSinceMillis();
        if (frozenSince == 0) {
            return Integer.MAX_VALUE;
        }
        boolean tooLong = round.nowMillis() - frozenSince >= round.timing().freezeMaxMillis();
        return tooLong ? round.policy().caps().recoveriesPerRound() : 0;
    }

    private void recoverFailed(StreamId node) {
        for (Fragment fragment : round.state().holdings(node).fragments()) {
            if (allowance == 0 || !round.hasRoomForFacts()) {
                return;
            }
            int allowed = round.taskClass(fragment.terms().taskClass()).attempts();
            boolean usedUp = fragment.terms().attempts() + 1 >= allowed;
            if (usedUp) {
                allowance--;
                round.decide(new TaskFact.Poisoned(fragment.range(), node));
            } else if (round.queueMayGrow()) {
                allowance--;
                round.decide(new TaskFact.Recovered(fragment.range(), node, Cause.NODE_FAILED));
            }
        }
    }

    private void takeBackUnstarted(NodeState node) {
        TreeMap<SubmissionId, RangeSet> running = new TreeMap<>();
        for (Running part : node.observation().running()) {
            Span span = part.range().span();
            running.merge(part.range().submission(), RangeSet.of(span.from(), span.to()), RangeSet::add);
        }
        for (Fragment fragment : round.state().holdings(node.id()).fragments()) {
            TaskRange range = fragment.range();
            RangeSet started = running.getOrDefault(range.submission(), RangeSet.empty());
            RangeSet unstarted = RangeSet.of(range.from(), range.to()).remove(started);
            for (Span span : unstarted.spans()) {
                if (!round.hasRoomForFacts() || !round.queueMayGrow()) {
                    return;
                }
                round.decide(new TaskFact.Recovered(
                        new TaskRange(range.submission(), span), node.id(), Cause.NODE_DRAINING));
            }
        }
    }

    private void takeBackAll(StreamId node, Cause cause) {
        for (Fragment fragment : round.state().holdings(node).fragments()) {
            if (!round.hasRoomForFacts() || !round.queueMayGrow()) {
                return;
            }
            round.decide(new TaskFact.Recovered(fragment.range(), node, cause));
        }
    }
}
