package org.evenhand.client;

import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** A transaction was ordered and found invalid. It lies on the ledger without effect. */
public sealed class CommitFailedException extends EvenhandException permits RoundLostException {
    private static final long serialVersionUID = 1L;

    private final TxValidationCode code;
    private final long block;

    CommitFailedException(CommitStatus status) {
        super("the ledger found it invalid: " + status.code(), status.transactionId());
        this.code = status.code();
        this.block = status.block();
    }

    /** Why it is invalid. */
    public TxValidationCode code() {
        return code;
    }

    /** The block in which it lies. */
    public long block() {
        return block;
    }
}
