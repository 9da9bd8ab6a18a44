package org.evenhand.node.execution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A task that runs on a lane. Safe for use by several threads. */
public final class LaneTask {
    private final long index;
    private final long startNanos = System.nanoTime();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    public LaneTask(long index) {
        this.index = index;
    }

    /** Its place in its submission. */
    public long index() {
        return index;
    }

    /** Completes when the task is to end early, or has ended. */
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    public boolean isStopped() {
        return stopped.isDone();
    }

    public void stop() {
        stopped.complete(null);
    }

    long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
