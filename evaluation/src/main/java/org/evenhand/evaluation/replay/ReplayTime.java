package org.evenhand.evaluation.replay;

/**
 * The trace's time and ours.
 *
 * @param originMillis the moment of the trace at which the replay begins
 * @param speedup how much faster time passes in the replay, more than 0
 */
record ReplayTime(long originMillis, double speedup) {
    ReplayTime {
        if (!(speedup > 0) || Double.isInfinite(speedup)) {
            throw new IllegalArgumentException("a speed-up of " + speedup);
        }
    }

    /** How long something takes here that took so long there: 1 ms or more, as nothing takes no time. */
    long realMillis(long tracedMillis) {
        return Math.max(1, Math.round(tracedMillis / speedup));
    }

    /** How long after the beginning something happens here that happened then there. */
    long realOffset(long tracedMoment) {
        return Math.round((tracedMoment - originMillis) / speedup);
    }

    /** How long something would have taken there that takes so long here. */
    long tracedMillis(long realMillis) {
        return Math.round(realMillis * speedup);
    }
}
