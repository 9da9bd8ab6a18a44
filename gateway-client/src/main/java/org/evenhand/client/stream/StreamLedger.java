package org.evenhand.client.stream;

import java.util.concurrent.CompletableFuture;
import org.evenhand.core.model.Entry;

/** What a writer needs of the ledger. Futures fail with {@link org.evenhand.client.EvenhandException}. */
interface StreamLedger {
    /** Appends an entry; completes when it is committed. */
    CompletableFuture<Void> append(long sequence, Entry entry);

    /** How far the stream is. */
    CompletableFuture<Position> position();

    /** Whether a transaction took effect, as soon as somebody knows. */
    CompletableFuture<Boolean> tookEffect(String transactionId);

    /**
     * How far a stream is.
     *
     * @param last number of its last committed entry, 0 before the first
     * @param taken number of the last entry that rounds have taken
     */
    record Position(long last, long taken) {
        static final Position START = new Position(0, 0);
    }
}
