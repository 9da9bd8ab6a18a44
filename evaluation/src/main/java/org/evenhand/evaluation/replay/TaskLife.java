package org.evenhand.evaluation.replay;

import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.core.model.StreamId;

/** What became of a task so far. Guarded by its book. */
final class TaskLife {
    /** How a task can end. */
    enum Outcome {
        FINISHED,
        FAILED,
        POISONED,
        CANCELLED,
        UNPLACEABLE
    }

    private final TreeMap<StreamId, Long> startMillis = new TreeMap<>();
    private boolean waiting;
    private boolean queued;
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<StreamId> endedOn = Optional.empty();
    private long endMillis;

    /** It has been submitted, or given back to the queue: it waits for a node. */
    void waits() {
        waiting = true;
    }

    /** A round has queued it; whether none had before. */
    boolean queue() {
        boolean first = !queued;
        queued = true;
        return first;
    }

    /** It waits no more, at least not in the queue. */
    void leavesQueue() {
        waiting = false;
    }

    /** A node has started it. */
    void starts(StreamId node, long atMillis) {
        startMillis.put(node, atMillis);
    }

    /** It has ended; whether it had not before. */
    boolean end(Outcome how, Optional<StreamId> where, long atMillis) {
        if (outcome.isPresent()) {
            return false;
        }
        waiting = false;
        outcome = Optional.of(how);
        endedOn = where;
        endMillis = atMillis;
        return true;
    }

    boolean isWaiting() {
        return waiting;
    }

    boolean isQueued() {
        return queued;
    }

    Optional<Outcome> outcome() {
        return outcome;
    }

    /** The node on which it ended, if it was on one. */
    Optional<StreamId> endedOn() {
        return endedOn;
    }

    /** When the round was decided that settled its end. */
    long endMillis() {
        return endMillis;
    }

    /** When the node on which it ended started it. */
    Optional<Long> startMillis() {
        return endedOn.map(startMillis::get);
    }

    /** On how many nodes it was started. */
    int starts() {
        return startMillis.size();
    }
}
