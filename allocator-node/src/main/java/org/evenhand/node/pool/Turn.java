package org.evenhand.node.pool;

import java.util.List;
import org.evenhand.core.model.StreamId;

/**
 * Who should propose a round, and when. The contract says whose organisation's turn it is; among that organisation's
 * nodes, and among everybody once the turn has timed out, nodes stand in line, so that races are rare.
 *
 * <p>Waits count from when this process heard of the last round: whoever's turn it is cannot have begun before it heard
 * of it either.
 *
 * @param round the round to propose
 * @param decidedMillis decision time of the round before
 * @param heardMillis when this process heard of that
 * @param timeoutMillis after this without a decision anyone may propose
 * @param owned whether the round belongs to an organisation
 * @param ofOwner active nodes of that organisation, in name order
 * @param ofOthers active nodes of the other members, in name order
 */
public record Turn(
        long round,
        long decidedMillis,
        long heardMillis,
        long timeoutMillis,
        boolean owned,
        List<StreamId> ofOwner,
        List<StreamId> ofOthers) {
    /** How much longer each next node waits: about the time that a commit takes. */
    private static final long STAGGER_MILLIS = 200;

    /** As {@link #STAGGER_MILLIS}, but before there is any active node, so that a new pool starts soon. */
    private static final long FIRST_STAGGER_MILLIS = 50;

    private static final int PLACES_MAX = 8;

    public Turn {
        ofOwner = List.copyOf(ofOwner);
        ofOthers = List.copyOf(ofOthers);
    }

    /** From when on this node should propose; a node that is not active comes last. */
    public long earliestMillis(StreamId node) {
        if (isFirst(node)) {
            return decidedMillis;
        }
        if (!owned) {
            return heardMillis + FIRST_STAGGER_MILLIS * spread(node);
        }
        int place = ofOwner.indexOf(node);
        if (place > 0) {
            return heardMillis + STAGGER_MILLIS * Math.min(place, PLACES_MAX);
        }
        int placeOutside = ofOthers.indexOf(node);
        long waits = placeOutside >= 0 ? Math.min(placeOutside, PLACES_MAX) : PLACES_MAX + spread(node);
        return heardMillis + timeoutMillis + STAGGER_MILLIS * waits;
    }

    /** Whether this node should propose without waiting for anybody. */
    public boolean isFirst(StreamId node) {
        return ofOwner.indexOf(node) == 0;
    }

    private static long spread(StreamId node) {
        return Math.floorMod(node.toString().hashCode(), PLACES_MAX);
    }
}
