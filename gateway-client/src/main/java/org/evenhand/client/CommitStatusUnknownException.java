package org.evenhand.client;

/**
 * A transaction may have been submitted, and nobody said within the deadline what became of it. It may still take
 * effect: ask for its id with {@link EvenhandClient#commitStatus}, or look at the ledger, before doing it again.
 */
public final class CommitStatusUnknownException extends EvenhandException {
    private static final long serialVersionUID = 1L;

    CommitStatusUnknownException(String transactionId, GatewayFailure failure) {
        super("the outcome is unknown", transactionId, failure);
    }
}
