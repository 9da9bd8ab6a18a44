package org.evenhand.network.validation;

import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Ends the check of one transaction with the code that it gets. Carries no stack trace: a refusal is a result, not a fault. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final TxValidationCode code;

    Refusal(TxValidationCode code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    TxValidationCode code() {
        return code;
    }
}
