package org.evenhand.node.time;

import java.util.SplittableRandom;

/**
 * How long to wait before the next attempt: twice as long each time, with jitter so that nodes do not march in step.
 */
public final class Backoff {
    private static final int DOUBLINGS_MAX = 10;

    private final long firstMillis;
    private final long maxMillis;
    private final SplittableRandom jitter;
    private int failures;

    /**
     * A backoff without failures.
     *
     * @param firstMillis the shortest wait, 1 or more
     * @param maxMillis the longest wait
     */
    public Backoff(long firstMillis, long maxMillis, SplittableRandom jitter) {
        this.firstMillis = firstMillis;
        this.maxMillis = maxMillis;
        this.jitter = jitter;
    }

    /** Notes a failure; says how many milliseconds to wait: up to half more than the doubled time. */
    public long nextMillis() {
        long base = Math.min(maxMillis, firstMillis << Math.min(failures, DOUBLINGS_MAX));
        failures++;
        return base + jitter.nextLong(base / 2 + 1);
    }

    public void reset() {
        failures = 0;
    }

    /** Failures since the last reset. */
    public int failures() {
        return failures;
    }
}
