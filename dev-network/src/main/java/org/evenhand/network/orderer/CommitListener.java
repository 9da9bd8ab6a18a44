package org.evenhand.network.orderer;

import org.evenhand.network.ledger.CommittedBlock;

/** Hears of each block that the orderer committed, on its thread: it must be quick. */
@FunctionalInterface
public interface CommitListener {
    /**
     * A block is on disk and in the state.
     *
     * @param nanos how long that took, from the batch to there.
     */
    void committed(CommittedBlock block, long nanos);
}
