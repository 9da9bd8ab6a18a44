package org.evenhand.audit.decision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.evenhand.audit.AuditReport;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.rules.Trace;
import org.jspecify.annotations.Nullable;

/**
 * All that a ledger says about one task.
 *
 * @param task the task
 * @param steps what happened to it, in ledger order; empty when no round has taken it, and of several pools when the
 *     name has no pool and several pools have such a task
 * @param audit the verdict on the ledger that says so
 */
public record TaskExplanation(TaskName task, List<Step> steps, AuditReport audit) {
    public TaskExplanation {
        steps = List.copyOf(steps);
    }

    /** Returns whether the task has ended, in every pool that has it: finished, failed, cancelled, and so on. */
    public boolean hasEnded() {
        Map<PoolId, Boolean> ended = new HashMap<>();
        steps.forEach(step -> ended.merge(step.pool(), step.isEnd(), Boolean::logicalOr));
        return !ended.isEmpty() && !ended.containsValue(false);
    }

    /**
     * One thing that a round decided about the task.
     *
     * @param block the block of the round's transaction
     * @param transactionId the round's transaction
     * @param pool the pool that the round decided for
     * @param round the round's number in its pool
     * @param timeMillis the decision time, in milliseconds since 1970
     * @param fact the decision
     * @param filling the nodes that were looked at, with the reason of each that was not taken; null for facts that
     *     choose no node
     */
    public record Step(
            long block,
            String transactionId,
            PoolId pool,
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
            return "pool " + pool.name() + ", round " + round + " (block " + block + "): " + Sentences.of(fact);
        }
    }
}
