package org.evenhand.core.rules;

/** Arithmetic on non-negative amounts that stops at the largest number instead of running over it. */
final class Amounts {
    /** Stands for everything that is too large to count; sums of a few of these still fit a long. */
    static final long HUGE = Long.MAX_VALUE / 8;

    private Amounts() {}

    static long times(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long product = a * b;
        return high != 0 || product < 0 || product > HUGE ? HUGE : product;
    }

    static long plus(long a, long b) {
        return Math.min(HUGE, a + b);
    }

    /** {@code a / b}, rounded up. */
    static long dividedUp(long a, long b) {
        return a / b + (a % b == 0 ? 0 : 1);
    }
}
