package org.evenhand.network.deliver;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends blocks to one listener, in order, as fast as it takes them: it stops when the listener's buffer is full, and
 * goes on when that has drained or a new block has come. At most one thread works for a listener at a time.
 */
public final class BlockPump implements BlockFeed.Follower {
    private final BlockFeed feed;
    private final ServerCallStreamObserver<?> listener;
    private final Sink sink;
    private final AtomicInteger wakeUps = new AtomicInteger();
    private long next;
    private volatile boolean finished;

    /**
     * A pump that stands still.
     *
     * @param first the number of the first block, which need not exist yet.
     * @param listener the call that the sink sends to; cancelling it ends the pump.
     */
    public BlockPump(BlockFeed feed, ServerCallStreamObserver<?> listener, long first, Sink sink) {
        this.feed = feed;
        this.listener = listener;
        this.next = first;
        this.sink = sink;
    }

    /** Starts to send. */
    public void start() {
        feed.follow(this);
        wake();
    }

    /** Looks again whether something can be sent. */
    public void wake() {
        if (wakeUps.getAndIncrement() == 0) {
            feed.executor().execute(this::run);
        }
    }

    /** Ends the pump; a block that is being sent may still arrive. */
    public void stop() {
        finished = true;
        feed.unfollow(this);
    }

    @Override
    public void onBlock(BlockView block) {
        if (wakeUps.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        int seen = wakeUps.get();
        do {
            try {
                pump();
            } catch (RuntimeException e) {
                // Blocks that cannot be read, or a call that ended between the question and the answer.
                stop();
                listener.onError(Status.ABORTED.withDescription(e.toString()).asRuntimeException());
            }
            // Whoever woke the pump while it ran found it running and left: look once more on their behalf.
            seen = wakeUps.addAndGet(-seen);
        } while (seen > 0);
    }

    private void pump() {
        while (!finished && !listener.isCancelled() && listener.isReady() && next < feed.height()) {
            if (!sink.accept(feed.block(next++))) {
                stop();
            }
        }
        if (listener.isCancelled()) {
            stop();
        }
    }

    /** Where the blocks go. */
    @FunctionalInterface
    public interface Sink {
        /** Takes a block; returns whether it wants more. */
        boolean accept(BlockView block);
    }
}
