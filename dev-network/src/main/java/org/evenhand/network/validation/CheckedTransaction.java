package org.evenhand.network.validation;

import java.util.Optional;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * A transaction after the checks that need no other transaction.
 *
 * @param txId the id under which the ledger lists it.
 * @param code {@code VALID} so far, or the reason why it will change nothing.
 * @param effect what it would do; empty if it is not valid, or configures the channel.
 */
record CheckedTransaction(String txId, TxValidationCode code, Optional<EndorsedEffect> effect) {
    boolean valid() {
        return code == TxValidationCode.VALID;
    }
}
