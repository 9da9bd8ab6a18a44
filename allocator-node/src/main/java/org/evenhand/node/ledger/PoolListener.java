package org.evenhand.node.ledger;

import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.model.StreamId;

/** Hears of what is committed for one pool. Called by one thread at a time; should return soon. */
public interface PoolListener {
    void entryAppended(StreamId stream, long sequence);

    void roundDecided(RoundRecord record);

    /** A new policy is in force. */
    void policyAdopted();
}
