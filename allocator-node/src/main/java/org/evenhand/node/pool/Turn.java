package org.evenhand.node.pool;

import java.util.List;
import org.evenhand.core.model.StreamId;

/**
 * Who should propose a round, and when. The contract says whose organisation's turn it is; among that organisation's
 * nodes, and among everybody once the turn has timed out, nodes stand in line, so that races are rare.
 *
 * <p>Waits count from when this process heard of the last round and there is something to decide: whoever's turn it is
 * cannot have begun before that either.
 *
 * @param round the round to propose
 * @param decidedMillis decision time of the round before
 * @param heardMillis when this process heard of that
 * @param timeoutMillis after this without a decision anyone may propose
 * @param owned whether the round belongs to an organisation
 * @param ofOwner active nodes of that organisation, as they stand in line in this round
 * @param ofOthers active nodes of the other members, as they stand in line in this round
 */
public record Turn(
        long round,
        long decidedMillis,
        long heardMillis,
        long timeoutMillis,
        boolean owned,
        List<StreamId> ofOwner,
        List<StreamId> ofOthers) {
    /** How much longer each next node waits before there is any active node, so that a new pool starts soon. */
    private static final long FIRST_STAGGER_MILLIS = 50;

    private static final int PLACES_MAX = 8;

    public Turn {
        ofOwner = List.copyOf(ofOwner);
        ofOthers = List.copyOf(ofOthers);
    }

    /**
     * From when on a node should propose; a node that is not active comes last.
     *
     * @param dueMillis since when there is something to decide
     * @param patienceMillis how much longer each next node waits: about twice the time that a commit takes
     */
    public long earliestMillis(StreamId node, long dueMillis, long patienceMillis) {
        return isFirst(node)
                ? Math.max(decidedMillis, dueMillis)
                : Math.max(heardMillis, dueMillis) + waitMillis(node, patienceMillis);
    }

    private long waitMillis(StreamId node, long patienceMillis) {
        if (!owned) {
            return FIRST_STAGGER_MILLIS * spread(node);
        }
        int place = ofOwner.indexOf(node);
        if (place > 0) {
            return patienceMillis * Math.min(place, PLACES_MAX);
        }
        int placeOutside = ofOthers.indexOf(node);
        long waits = placeOutside >= 0 ? Math.min(placeOutside, PLACES_MAX) : PLACES_MAX + spread(node);
        // Not in step with the owner's own nodes.
        return Math.max(timeoutMillis, patienceMillis * 3 / 2) + patienceMillis * waits;
    }

    /** Whether this node should propose without waiting for anybody. */
    public boolean isFirst(StreamId node) {
        return ofOwner.indexOf(node) == 0;
    }

    private static long spread(StreamId node) {
        return Math.floorMod(node.toString().hashCode(), PLACES_MAX);
    }
}
