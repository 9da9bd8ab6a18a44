package org.evenhand.evaluation.load;

import java.lang.management.ManagementFactory;

/** Time since this process started. */
public final class Stopwatch {
    private Stopwatch() {}

    /** Milliseconds from the start of the JVM until now: what a user has been waiting for. */
    public static long millisSinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
