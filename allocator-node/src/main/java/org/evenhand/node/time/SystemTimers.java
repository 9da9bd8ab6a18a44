package org.evenhand.node.time;

import java.time.Clock;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The system's clock and one thread for the timers of all nodes of a process. */
public final class SystemTimers implements Timers, AutoCloseable {
    private final Clock clock = Clock.systemUTC();
    private final long startNanos = System.nanoTime();
    private final ScheduledThreadPoolExecutor thread;

    public SystemTimers() {
        thread = new ScheduledThreadPoolExecutor(1, action -> {
            Thread timers = new Thread(action, "evenhand-timers");
            timers.setDaemon(true);
            return timers;
        });
        // Most timers are replaced before they fire; cancelled ones must not pile up until their time.
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nowMillis() {
        return clock.millis();
    }

    @Override
    public long upMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    @Override
    public Timer after(long delayMillis, Runnable action) {
        try {
            Future<?> timer = thread.schedule(action, Math.max(0, delayMillis), TimeUnit.MILLISECONDS);
            return () -> timer.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
