package org.evenhand.node.ledger;

import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.StreamId;

/**
 * What one node does to the ledger, signed with its own key. Calls return at once; their futures fail with
 * {@link LedgerException}.
 */
public interface NodeLedger {
    /** The number of the stream's last committed entry; 0 for a stream that does not exist yet. */
    CompletableFuture<Long> lastSequence();

    /**
     * Appends an entry to the node's stream; done once it is committed. One at a time.
     *
     * @param sequence one more than the last entry's; handing in a second entry with the same number is safe, since at
     *     most one of the two can be committed
     */
    CompletableFuture<Void> append(long sequence, Entry entry);

    /** Whether a transaction took effect, as soon as somebody knows. */
    CompletableFuture<Boolean> tookEffect(String transactionId);

    /**
     * Proposes a round; done once it is committed.
     *
     * @param inputs per stream, up to which entry
     */
    CompletableFuture<Void> proposeRound(SortedMap<StreamId, Long> inputs);
}
