package org.evenhand.network.validation;

import java.util.Optional;
import org.evenhand.network.rwset.ReadWriteSet;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * A transaction after the checks that need no other transaction.
 *
 * @param txId the id under which the ledger lists it.
 * @param code {@code VALID} so far, or the reason why it will change nothing.
 * @param effect what it reads and writes; empty if it is not valid, or configures the channel.
 */
record CheckedTransaction(String txId, TxValidationCode code, Optional<ReadWriteSet> effect) {
    boolean valid() {
        return code == TxValidationCode.VALID;
    }
}
