package org.evenhand.network.validation;

import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the check of one transaction with the code that it gets. Carries no stack trace: a refusal is a result, not a
 * fault.
 */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = LoggerFactory.getLogger(Refusal.class);

    private final TxValidationCode code;

    Refusal(TxValidationCode code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    TxValidationCode code() {
        return code;
    }

    void log(String txId) {
        LOGGER.warn("Transaction {} is {}: {}", txId, code, getMessage());
    }
}
