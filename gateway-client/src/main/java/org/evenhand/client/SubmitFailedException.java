package org.evenhand.client;

/** An endorsed transaction was turned down before it reached an orderer. It has no effect. */
public final class SubmitFailedException extends EvenhandException {
    private static final long serialVersionUID = 1L;

    SubmitFailedException(String transactionId, GatewayFailure failure) {
        super("submission failed", transactionId, failure);
    }
}
