package org.evenhand.client.event;

import java.util.concurrent.CompletableFuture;

/** A running delivery of events or blocks. */
public interface Subscription extends AutoCloseable {
    /**
     * Completes when the subscription has ended: normally after {@link #close}, with the failure when the listener or
     * the checkpointer threw one.
     */
    CompletableFuture<Void> ended();

    /** Ends the delivery. Called from elsewhere than the listener, it waits until the listener has returned. */
    @Override
    void close();
}
