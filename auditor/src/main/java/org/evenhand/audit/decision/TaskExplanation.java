package org.evenhand.audit.decision;

import java.util.List;
import java.util.Optional;
import org.evenhand.audit.AuditReport;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.rules.Trace;
import org.jspecify.annotations.Nullable;

/**
 * All that a ledger says about one task.
 *
 * @param task the task
 * @param steps what happened to it, in order; empty when no round has taken it
 * @param audit the verdict on the ledger that says so
 */
public record TaskExplanation(TaskName task, List<Step> steps, AuditReport audit) {
    public TaskExplanation {
        steps = List.copyOf(steps);
    }

    /** Returns whether the task has ended: finished, failed, cancelled, poisoned or unplaceable. */
    public boolean hasEnded() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).isEnd();
    }

    /**
     * One thing that a round decided about the task.
     *
     * @param block the block of the round's transaction
     * @param transactionId the round's transaction
     * @param round the round's number in its pool
     * @param timeMillis the decision time, in milliseconds since 1970
     * @param fact the decision
     * @param filling the nodes that were looked at, with the reason of each that was not taken; null for facts that
     *     choose no node
     */
    public record Step(
            long block,
            String transactionId,
            long round,
            long timeMillis,
            TaskFact fact,
            Trace.@Nullable Filling filling) {
        /** Returns which nodes were looked at, when the fact chose one or found none. */
        public Optional<Trace.Filling> choice() {
            return Optional.ofNullable(filling);
        }

        /** Returns whether nothing can happen to the task after this. */
        public boolean isEnd() {
            return fact instanceof TaskFact.Finished
                    || fact instanceof TaskFact.Failed
                    || fact instanceof TaskFact.Cancelled
                    || fact instanceof TaskFact.Poisoned
                    || fact instanceof TaskFact.Unplaceable;
        }

        /** Returns the step as one sentence. */
        public String sentence() {
            return "round " + round + " (block " + block + "): " + Sentences.of(fact);
        }
    }
}
