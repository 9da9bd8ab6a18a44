package org.evenhand.node.time;

/** The clock and the timers, in one place so that a test can be their master. */
public interface Timers {
    /** Now, in milliseconds since 1970. */
    long nowMillis();

    /** Milliseconds of a clock that never steps: only the difference of two readings means anything. */
    long upMillis();

    /**
     * Runs an action once, later, on a thread that all timers share: it should only hand work on.
     *
     * @param delayMillis how much later; 0 or less means as soon as possible
     */
    Timer after(long delayMillis, Runnable action);

    /** A timer that was set. */
    @FunctionalInterface
    interface Timer {
        /** Forgets the action unless it has already begun; may be called again. */
        void cancel();
    }
}
