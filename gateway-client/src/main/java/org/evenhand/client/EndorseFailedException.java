package org.evenhand.client;

/**
 * A transaction was refused, or found not enough endorsers who agree. It was not submitted and has no effect. What
 * could be retried was.
 */
public final class EndorseFailedException extends EvenhandException {
    private static final long serialVersionUID = 1L;

    private final boolean mismatch;

    EndorseFailedException(String transactionId, GatewayFailure failure) {
        super("endorsement failed", transactionId, failure);
        this.mismatch = failure.isMismatch();
    }

    /** Whether endorsers came to different results, as they do while their ledgers differ in height. */
    public boolean mismatch() {
        return mismatch;
    }
}
