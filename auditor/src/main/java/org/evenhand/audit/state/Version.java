package org.evenhand.audit.state;

/**
 * The place of the transaction that last wrote a key.
 *
 * @param block the block's number
 * @param transaction the transaction's index in the block
 */
public record Version(long block, long transaction) {}
