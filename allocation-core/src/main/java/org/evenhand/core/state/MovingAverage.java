package org.evenhand.core.state;

import org.jspecify.annotations.Nullable;

/** An exponential moving average in integers: seven parts of what was, one part of what is new. */
final class MovingAverage {
    private static final int WEIGHT = 8;

    private MovingAverage() {}

    static long next(@Nullable Long before, long value) {
        return before == null ? value : (before * (WEIGHT - 1) + value) / WEIGHT;
    }
}
