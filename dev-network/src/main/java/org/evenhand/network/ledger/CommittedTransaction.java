package org.evenhand.network.ledger;

import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Where a transaction lies on the ledger, and whether it took effect.
 *
 * @param txId the transaction's id; empty for an envelope too malformed to have one.
 * @param block the number of its block.
 * @param index its position in the block, from 0.
 * @param code {@code VALID}, or the reason why it changed nothing.
 */
public record CommittedTransaction(String txId, long block, int index, TxValidationCode code) {
    /** Refuses a negative place. */
    public CommittedTransaction {
        if (block < 0 || index < 0) {
            throw new IllegalArgumentException("negative place " + block + ":" + index);
        }
    }
}
