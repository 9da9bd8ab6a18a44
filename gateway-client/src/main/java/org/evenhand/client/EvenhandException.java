package org.evenhand.client;

import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.evenhand.core.contract.Refusal;

/**
 * The environment failed, or the contract refused: one subclass per phase of a transaction, since what a caller may do
 * next depends on how far it came.
 */
public abstract sealed class EvenhandException extends Exception
        permits QueryFailedException,
                EndorseFailedException,
                SubmitFailedException,
                CommitStatusUnknownException,
                CommitFailedException {
    private static final long serialVersionUID = 1L;

    private final String transactionId;
    private final transient Optional<GatewayFailure> failure;

    EvenhandException(String what, String transactionId, GatewayFailure failure) {
        super(
                what + " (transaction " + transactionId + "): " + failure,
                failure.status().getCause());
        this.transactionId = transactionId;
        this.failure = Optional.of(failure);
    }

    EvenhandException(String what, String transactionId) {
        super(what + " (transaction " + transactionId + ")");
        this.transactionId = transactionId;
        this.failure = Optional.empty();
    }

    /** What a future of this client failed with, without what futures wrap it in. */
    public static Throwable causeOf(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** Fabric's id of the transaction, or of the query's proposal. */
    public String transactionId() {
        return transactionId;
    }

    /** Why the contract refused; nothing when something else failed. */
    public Optional<Refusal> refusal() {
        return failure.flatMap(GatewayFailure::refusal);
    }

    /** The Gateway's status; nothing when the Gateway worked and the ledger found the transaction invalid. */
    public Optional<Status> status() {
        return failure.map(GatewayFailure::status);
    }
}
