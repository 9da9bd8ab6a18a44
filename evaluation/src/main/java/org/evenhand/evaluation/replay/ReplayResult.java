package org.evenhand.evaluation.replay;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Terms.Deferral;
import org.evenhand.evaluation.replay.trace.TraceTask;

/**
 * What came of a replay. Times are in milliseconds of ours; times the speed-up they are those of the trace.
 *
 * @param plan what was replayed
 * @param account what became of the tasks
 * @param decisions what rounds decided on the way
 * @param times how long tasks waited and took
 * @param makespanMillis from the first arrival to the last settlement
 * @param nodes what each node did, as they stand in the plan
 * @param organisations what each organisation asked for and gave
 * @param use share of each resource of all nodes that finished tasks used over the makespan, in basis points
 * @param ledger how the transactions fared
 * @param tasks every task, as they stand in the plan
 */
public record ReplayResult(
        ReplayPlan plan,
        Account account,
        Decisions decisions,
        Times times,
        long makespanMillis,
        List<NodeUse> nodes,
        SortedMap<MspId, OrganisationUse> organisations,
        SortedMap<String, Long> use,
        LedgerUse ledger,
        List<TaskTimes> tasks) {
    public ReplayResult {
        nodes = List.copyOf(nodes);
        tasks = List.copyOf(tasks);
    }

    /**
     * What became of the tasks.
     *
     * @param submitted tasks that rounds queued
     * @param finished tasks that ended well
     * @param failed tasks whose attempts all ended badly
     * @param poisoned tasks whose attempts all were on nodes that failed
     * @param cancelled tasks that their submitters cancelled
     * @param unplaceable tasks that no node could ever hold
     * @param heldBack tasks that arrived while their organisation's share of the queue was used up, and were submitted
     *     once it was not
     * @param resubmitted submissions that rounds rejected, and that were submitted again
     * @param strange what must not happen, and did
     */
    public record Account(
            long submitted,
            long finished,
            long failed,
            long poisoned,
            long cancelled,
            long unplaceable,
            long heldBack,
            long resubmitted,
            List<String> strange) {
        public Account {
            strange = List.copyOf(strange);
        }

        /** Tasks that ended, in whatever way. */
        public long ended() {
            return finished + failed + poisoned + cancelled + unplaceable;
        }
    }

    /**
     * What rounds decided.
     *
     * @param rounds how many there were
     * @param placed how often a task was given to a node out of the queue
     * @param moved how often relief moved one
     * @param recovered how often one was taken from a node that could not run it
     * @param requeued how often one failed and was given another attempt
     * @param lateResults results of tasks that had been taken away
     * @param deferred how often a task was told to wait, by reason
     */
    public record Decisions(
            long rounds,
            long placed,
            long moved,
            long recovered,
            long requeued,
            long lateResults,
            Map<Deferral, Long> deferred) {
        public Decisions {
            deferred = Map.copyOf(deferred);
        }
    }

    /**
     * How long finished tasks waited and took.
     *
     * @param waiting from the arrival to the start on the node where the task ended
     * @param response from the arrival to the round that settled the end
     * @param settling from the end on the node to that round
     * @param slowdownHundredths bounded slowdown: response by duration, but by 10 s of the trace for what was shorter,
     *     and 1 at least
     */
    public record Times(Spread waiting, Spread response, Spread settling, Spread slowdownHundredths) {}

    /**
     * What a node did.
     *
     * @param node the node
     * @param capacity what it has
     * @param finished tasks that ended well there
     * @param use share of each of its resources that these used over the makespan, in basis points
     */
    public record NodeUse(StreamId node, Resources capacity, long finished, SortedMap<String, Long> use) {}

    /**
     * What an organisation asked for and gave; shares in basis points of all organisations' together.
     *
     * @param submitted its tasks
     * @param ran tasks that ended well on its nodes
     * @param workAsked share of the processor time of its own tasks that finished
     * @param workGiven share of the processor time that its nodes gave
     * @param capacity share of the processors
     */
    public record OrganisationUse(long submitted, long ran, long workAsked, long workGiven, long capacity) {}

    /**
     * A task, and what became of it; times since the first arrival.
     *
     * @param task as the trace tells of it
     * @param submitter whose it was
     * @param taskClass its class
     * @param outcome how it ended, in a word; empty if it did not
     * @param node where it ended; empty if on none
     * @param arrivalMillis when it arrived
     * @param startMillis when that node started it; -1 if none did
     * @param endMillis when the round was decided that settled it; -1 if none was
     */
    public record TaskTimes(
            TraceTask task,
            MspId submitter,
            ClassName taskClass,
            String outcome,
            String node,
            long arrivalMillis,
            long startMillis,
            long endMillis) {}

    /**
     * How the transactions fared.
     *
     * @param invalid that were ordered and found invalid, lost races included
     * @param lostRaces proposals of a round that another proposal beat
     * @param rejected parts of nodes' reports that rounds rejected, by reason
     */
    public record LedgerUse(long invalid, long lostRaces, Map<RejectionReason, Long> rejected) {
        public LedgerUse {
            rejected = Map.copyOf(rejected);
        }
    }

    /** Tasks of which nobody knows what became. */
    public long lost() {
        return plan.tasks().size() - account.ended();
    }

    /** Whether every task ended, once, and nothing else did. */
    public boolean isAccountedFor() {
        return lost() == 0
                && account.submitted() == plan.tasks().size()
                && account.strange().isEmpty();
    }
}
