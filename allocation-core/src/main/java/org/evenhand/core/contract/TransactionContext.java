package org.evenhand.core.contract;

/**
 * What a transaction brings besides its arguments. Core has no clock: this is the only time it knows.
 *
 * @param transactionId Fabric's transaction id
 * @param timeMillis the transaction's timestamp, in milliseconds since 1970
 * @param caller who signed
 */
public record TransactionContext(String transactionId, long timeMillis, Caller caller) {}
