package org.evenhand.node.ledger;

import java.util.SortedMap;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.StreamId;

/** What one node does to the ledger, signed with its own key. Calls block until the transaction is committed. */
public interface NodeLedger {
    /** The number of the stream's last committed entry; 0 for a stream that does not exist yet. */
    long lastSequence() throws LedgerException;

    /**
     * Appends an entry to the node's stream. One at a time.
     *
     * @param sequence one more than the last entry's; handing in a second entry with the same number is safe, since at
     *     most one of the two can be committed
     */
    void append(long sequence, Entry entry) throws LedgerException;

    /**
     * Proposes a round.
     *
     * @param inputs per stream, up to which entry
     */
    void proposeRound(SortedMap<StreamId, Long> inputs) throws LedgerException;
}
