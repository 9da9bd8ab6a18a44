package org.evenhand.network.ledger;

/**
 * How much a ledger holds, at one moment or very nearly so.
 *
 * @param blocks the number of blocks.
 * @param blockBytes what their files take on disk.
 * @param stateKeys keys of the state that have a value.
 * @param stateBytes of those keys and values together.
 */
public record LedgerSize(long blocks, long blockBytes, long stateKeys, long stateBytes) {}
