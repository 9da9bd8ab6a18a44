package org.evenhand.audit.decision;

import java.util.Locale;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Terms.Deferral;

/** Decisions about tasks, said to people. */
final class Sentences {
    private Sentences() {}

    static String of(TaskFact fact) {
        if (fact instanceof TaskFact.Queued) {
            return "queued with " + fact.range();
        }
        if (fact instanceof TaskFact.Placed placed) {
            return "placed on " + placed.node() + " with " + placed.range();
        }
        if (fact instanceof TaskFact.Moved moved) {
            return "moved from " + moved.from() + " to " + moved.to() + " to relieve the first";
        }
        if (fact instanceof TaskFact.Recovered recovered) {
            return "taken back from " + recovered.node() + " ("
                    + recovered.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + ") and queued again";
        }
        if (fact instanceof TaskFact.Deferred deferred) {
            return "deferred: " + reason(deferred.reason());
        }
        if (fact instanceof TaskFact.Finished finished) {
            return "finished on " + finished.node() + ", " + finished.meanMillis() + " ms a task";
        }
        if (fact instanceof TaskFact.Requeued requeued) {
            return "failed on " + requeued.node() + " (" + requeued.reason() + ") and queued for another attempt";
        }
        if (fact instanceof TaskFact.Failed failed) {
            return "failed for the last time, on " + failed.node() + " (" + failed.reason() + ")";
        }
        if (fact instanceof TaskFact.Poisoned poisoned) {
            return "given up: every node that ran it failed, " + poisoned.node() + " the last";
        }
        if (fact instanceof TaskFact.LateResult late) {
            return "a result of " + late.node() + " came too late and has no effect";
        }
        if (fact instanceof TaskFact.Reprioritised reprioritised) {
            return "given priority " + reprioritised.priority();
        }
        return fact.kind(); // Cancelled and unplaceable say all there is.
    }

    private static String reason(Deferral deferral) {
        return switch (deferral) {
            case NONE -> "for no reason";
            case NO_NODE -> "no node may be given anything now";
            case NO_ROOM -> "every node that could hold it has its target and its backlog full";
            case TOO_LARGE -> "no node of the pool could ever hold it";
        };
    }
}
