package org.evenhand.node.pool;

/**
 * How long to wait for somebody else's proposal before one is made that may race it: about twice as long as proposals
 * of this process took lately, so that a slow network or a busy machine does not multiply its own work. Not for several
 * threads.
 */
final class Patience {
    /** About what a commit takes when all is well, twice. */
    static final long MILLIS_MIN = 200;

    /** However slow commits are: a node that is gone must be stood in for. */
    static final long MILLIS_MAX = 2_000;

    /** How much of a change one observation makes. */
    private static final int WEIGHT = 4;

    private long usualMillis;

    /** Notes how long one took. A slower one counts at once by half, a faster one bit by bit. */
    void took(long millis) {
        long change = millis - usualMillis;
        usualMillis += change > 0 ? (change + 1) / 2 : change / WEIGHT;
    }

    long millis() {
        return Math.max(MILLIS_MIN, Math.min(MILLIS_MAX, 2 * usualMillis));
    }
}
