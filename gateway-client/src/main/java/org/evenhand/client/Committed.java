package org.evenhand.client;

import org.evenhand.core.json.Bytes;

/**
 * A transaction that took effect.
 *
 * @param transactionId its id
 * @param block the number of its block
 * @param response what the contract answered
 */
public record Committed(String transactionId, long block, Bytes response) {}
