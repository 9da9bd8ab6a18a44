package org.evenhand.client;

import java.io.IOException;
import org.hyperledger.fabric.client.CloseableIterator;

/**
 * Something that can be read from a checkpoint on.
 *
 * @param <T> its items
 */
interface Feed<T> {
    /** Opens a connection that delivers what follows the checkpoint. */
    CloseableIterator<T> open();

    /** Hands an item to the listener, then moves the checkpoint past it. */
    void deliver(T item) throws IOException;
}
