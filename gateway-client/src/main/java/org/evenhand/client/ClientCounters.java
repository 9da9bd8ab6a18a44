package org.evenhand.client;

/**
 * What a client has seen since it was made.
 *
 * @param committed transactions that took effect
 * @param refused transactions and queries that the contract refused
 * @param retries endorsements tried again
 * @param mismatches endorsements on which peers disagreed
 * @param roundsLost rounds that lost a race
 * @param invalid other transactions that the ledger found invalid
 * @param unknown transactions whose outcome nobody said in time
 */
public record ClientCounters(
        long committed, long refused, long retries, long mismatches, long roundsLost, long invalid, long unknown) {}
