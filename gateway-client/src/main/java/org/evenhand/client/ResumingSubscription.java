package org.evenhand.client;

import java.io.IOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.evenhand.client.connect.Backoff;
import org.evenhand.client.event.Subscription;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a feed on a thread of its own. When the connection breaks, it is opened again from the checkpoint, for as long
 * as it takes: what was delivered is not repeated, what was not is not lost.
 */
final class ResumingSubscription<T> implements Subscription {
    private static final Logger LOGGER = LoggerFactory.getLogger(ResumingSubscription.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Feed<T> feed;
    private final Backoff backoff;
    private final Thread thread;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final AtomicReference<@Nullable CloseableIterator<T>> connection = new AtomicReference<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private ResumingSubscription(String name, Feed<T> feed, Backoff backoff) {
        this.feed = feed;
        this.backoff = backoff;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    static <T> Subscription start(String name, Feed<T> feed, Backoff backoff) {
        ResumingSubscription<T> subscription = new ResumingSubscription<>(name, feed, backoff);
        subscription.thread.start();
        return subscription;
    }

    private void run() {
        try {
            int failures = 0;
            do {
                failures = read() ? 1 : failures + 1;
            } while (!closing.await(backoff.pauseAfter(failures).toMillis(), TimeUnit.MILLISECONDS));
            ended.complete(null);
        } catch (InterruptedException e) {
            ended.complete(null);
        } catch (IOException | RuntimeException | Error e) {
            LOGGER.error("{} end, because what they were delivered to failed", thread.getName(), e);
            ended.completeExceptionally(e);
        }
    }

    /** Reads until the connection breaks; says whether it delivered anything. */
    private boolean read() throws IOException {
        boolean delivered = false;
        try (CloseableIterator<T> items = open()) {
            connection.set(items);
            while (!isClosed() && hasNext(items)) {
                feed.deliver(items.next());
                delivered = true;
            }
        } finally {
            connection.set(null);
        }
        return delivered;
    }

    private CloseableIterator<T> open() {
        try {
            return feed.open();
        } catch (GatewayRuntimeException e) {
            broke(e);
            return Nothing.get();
        }
    }

    private boolean hasNext(CloseableIterator<T> items) {
        try {
            return items.hasNext();
        } catch (GatewayRuntimeException | NoSuchElementException e) {
            broke(e);
            return false;
        }
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    private void broke(RuntimeException e) {
        if (!isClosed()) {
            LOGGER.info("{}: the connection broke and is made again: {}", thread.getName(), e.getMessage());
        }
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        closing.countDown();
        CloseableIterator<T> open = connection.get();
        if (open != null) {
            open.close();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        // Never interrupted: a checkpoint that is being written would be lost, and its event delivered twice.
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a connection delivers that could not be opened. */
    private static final class Nothing<T> implements CloseableIterator<T> {
        static <T> CloseableIterator<T> get() {
            return new Nothing<>();
        }

        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public T next() {
            throw new NoSuchElementException();
        }

        @Override
        public void close() {}
    }
}
