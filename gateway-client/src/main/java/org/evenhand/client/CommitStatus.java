package org.evenhand.client;

import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * What became of a transaction that was ordered.
 *
 * @param transactionId its id
 * @param block the number of its block
 * @param code {@code VALID}, or why it has no effect
 */
public record CommitStatus(String transactionId, long block, TxValidationCode code) {
    /** Whether the transaction took effect. */
    public boolean isValid() {
        return code == TxValidationCode.VALID;
    }
}
