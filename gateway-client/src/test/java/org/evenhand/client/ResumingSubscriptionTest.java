package org.evenhand.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.evenhand.client.connect.Backoff;
import org.evenhand.client.event.AtomicCheckpointer;
import org.evenhand.client.event.Subscription;
import org.hyperledger.fabric.client.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResumingSubscriptionTest {
    private final CountDownLatch delivering = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    @Test
    void closing_lets_the_checkpoint_of_an_event_that_is_being_delivered_be_written(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("checkpoint");
        Subscription subscription =
                ResumingSubscription.start("events", new OneItem(AtomicCheckpointer.open(file)), backoff());
        assertThat(delivering.await(10, TimeUnit.SECONDS)).isTrue();

        Thread closer = new Thread(subscription::close);
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        mayGoOn.countDown();
        closer.join();

        assertThat(subscription.ended()).isCompleted();
        assertThat(AtomicCheckpointer.open(file).getBlockNumber()).hasValue(8);
    }

    @Test
    void an_error_in_a_listener_is_told_as_the_end() throws Exception {
        NoClassDefFoundError gone = new NoClassDefFoundError("gone");
        Subscription subscription = ResumingSubscription.start(
                "test",
                new Feed<Integer>() {
                    @Override
                    public CloseableIterator<Integer> open() {
                        throw gone;
                    }

                    @Override
                    public void deliver(Integer item) {}
                },
                backoff());

        assertThat(subscription.ended())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCause(gone);
    }

    private static Backoff backoff() {
        return new Backoff(5, Duration.ofMillis(1), Duration.ofMillis(1));
    }

    /** Delivers one item, slowly, and checkpoints it. */
    private final class OneItem implements Feed<Integer> {
        private final AtomicCheckpointer checkpointer;

        OneItem(AtomicCheckpointer checkpointer) {
            this.checkpointer = checkpointer;
        }

        @Override
        public CloseableIterator<Integer> open() {
            Iterator<Integer> items = List.of(7).iterator();
            return new CloseableIterator<>() {
                @Override
                public boolean hasNext() {
                    return items.hasNext();
                }

                @Override
                public Integer next() {
                    return items.next();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void deliver(Integer block) throws IOException {
            delivering.countDown();
            boolean interrupted = false;
            while (mayGoOn.getCount() > 0) {
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            checkpointer.checkpointBlock(block);
        }
    }
}
