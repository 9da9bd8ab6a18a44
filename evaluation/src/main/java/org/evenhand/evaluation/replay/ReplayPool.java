package org.evenhand.evaluation.replay;

import java.util.List;
import org.evenhand.core.model.Caps;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Thresholds;
import org.evenhand.core.model.Timing;
import org.evenhand.evaluation.replay.trace.TraceFormat;

/** The pool of a replay; {@code docs/replay.md} says why its policy is as it is. */
final class ReplayPool {
    static final PoolId ID = new PoolId("replay");

    /** Tasks only let time pass: nothing gets hot, and nodes are used nearly up to all they have. */
    private static final Thresholds THRESHOLDS = new Thresholds(4_000, 9_500, 10_000, 500, 2, 3);

    /**
     * Results are told as soon as they are there, whatever the interval; it only says how soon a dead node is missed,
     * and hundreds of nodes share one machine. No backlog: some tasks run a thousand times as long as others of their
     * class, no expectation tells them apart, and whatever waits behind one of them waits better in the queue. No
     * probation: the nodes are there from the start.
     */
    private static final Timing TIMING = new Timing(5_000, 15_000, 40_000, 60_000, 0, 10_000, 0, 5_000, 500, 5_000);

    private ReplayPool() {}

    static Policy policy(List<MspId> members) {
        Caps standard = Caps.DEFAULT;
        Caps caps = new Caps(
                standard.entriesPerRound(),
                standard.factsPerRound(),
                standard.queuedRanges(),
                standard.rangesPerNode(),
                standard.movesPerRange(),
                standard.movesPerNodeAndRound(),
                standard.recoveriesPerRound(),
                Limits.NODES_PER_POOL_MAX,
                Limits.NODES_PER_POOL_MAX + 1);
        return new Policy(1, members, List.of(TraceFormat.GPU_MILLI), THRESHOLDS, TIMING, caps);
    }

    /** How many tasks of an organisation may wait for a node. */
    static int queueShare(Policy policy) {
        return policy.caps().queuedRanges() / policy.members().size();
    }
}
