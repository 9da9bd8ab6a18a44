package org.evenhand.client;

/** A query was refused or could not be answered. Nothing has changed; it may be asked again. */
public final class QueryFailedException extends EvenhandException {
    private static final long serialVersionUID = 1L;

    QueryFailedException(String transactionId, GatewayFailure failure) {
        super("the query failed", transactionId, failure);
    }
}
