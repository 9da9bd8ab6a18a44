package org.evenhand.cli.output;

import java.time.Instant;
import java.util.Locale;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.PoolFact;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Terms.Deferral;

/** What rounds decide, as sentences. */
public final class FactWords {
    private FactWords() {}

    /** A fact as a sentence. */
    public static String of(Fact fact) {
        if (fact instanceof TaskFact task) {
            return task.range() + " " + ofTask(task);
        }
        if (fact instanceof NodeFact node) {
            return node.node() + " " + ofNode(node);
        }
        if (fact instanceof StreamFact stream) {
            return ofStream(stream);
        }
        return fact instanceof PoolFact.Frozen frozen
                ? "half of the pool is silent since " + Instant.ofEpochMilli(frozen.sinceMillis())
                        + ": relief and recovery stand still"
                : "less than half of the pool is silent again";
    }

    /** What happened to a task, without saying which. */
    public static String ofTask(TaskFact fact) {
        if (fact instanceof TaskFact.Queued queued) {
            return "queued: class " + queued.fragment().terms().taskClass() + ", priority "
                    + queued.fragment().terms().priority();
        }
        if (fact instanceof TaskFact.Placed placed) {
            return "placed on " + placed.node();
        }
        if (fact instanceof TaskFact.Moved moved) {
            return "moved from " + moved.from() + " to " + moved.to() + " to relieve the first";
        }
        if (fact instanceof TaskFact.Recovered recovered) {
            return "taken back from " + recovered.node() + " (" + word(recovered.cause()) + ") and queued again";
        }
        if (fact instanceof TaskFact.Deferred deferred) {
            return "waits: " + reason(deferred.reason());
        }
        return ofEnd(fact);
    }

    private static String ofEnd(TaskFact fact) {
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
            return "reported by " + late.node() + ", which does not own it any more: without effect";
        }
        if (fact instanceof TaskFact.Reprioritised reprioritised) {
            return "given priority " + reprioritised.priority();
        }
        return fact instanceof TaskFact.Unplaceable ? "ended: no node could ever hold it" : fact.kind();
    }

    private static String ofNode(NodeFact fact) {
        if (fact instanceof NodeFact.Joined joined) {
            return "joined with " + Amounts.text(joined.capacity());
        }
        if (fact instanceof NodeFact.CapacityChanged changed) {
            return "has " + Amounts.text(changed.capacity()) + " from now on";
        }
        if (fact instanceof NodeFact.WantedChanged changed) {
            return "is wanted " + changed.wanted().word();
        }
        if (fact instanceof NodeFact.ReportSettled report) {
            return "reported in entry " + report.observation().sequence();
        }
        if (fact instanceof NodeFact.Judged judged) {
            return "judged " + condition(judged.condition());
        }
        return "left the pool";
    }

    private static String condition(Condition condition) {
        return condition.health().word()
                + (condition.overloaded() ? ", overloaded" : "")
                + (condition.stuck() ? ", and nothing of its load fits elsewhere" : "")
                + (condition.rampSinceMillis() > 0 ? ", on probation" : "");
    }

    private static String ofStream(StreamFact fact) {
        if (fact instanceof StreamFact.EntriesTaken taken) {
            return "took the entries of " + taken.stream() + " up to " + taken.upTo();
        }
        if (fact instanceof StreamFact.EntriesLost lost) {
            return "lost the entries " + lost.from() + " to " + lost.to() + " of " + lost.stream();
        }
        if (fact instanceof StreamFact.ItemRejected rejected) {
            return "rejected from entry " + rejected.sequence() + " of " + rejected.stream() + ": " + rejected.item()
                    + " (" + rejected.reason().word().replace('-', ' ') + ")";
        }
        return fact.kind();
    }

    /** Why tasks wait, in words. */
    public static String reason(Deferral deferral) {
        return switch (deferral) {
            case NONE -> "for the next round";
            case NO_NODE -> "no node may be given anything now";
            case NO_ROOM -> "every node that could hold it has its target and its backlog full";
            case TOO_LARGE -> "no node of the pool could ever hold it";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
