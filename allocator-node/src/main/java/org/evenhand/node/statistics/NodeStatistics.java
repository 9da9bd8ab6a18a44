package org.evenhand.node.statistics;

/**
 * What a node has counted since it started.
 *
 * @param entriesCommitted entries of its stream
 * @param entriesFailed appends that did not succeed at once
 * @param roundsProposed rounds it proposed
 * @param roundsWon rounds of these that were committed
 * @param roundsLost proposals that somebody else's round beat
 * @param roundsNothingDue proposals refused since there was nothing to decide
 * @param roundsNotYet proposals refused since it was not its turn, or since an entry was not committed everywhere
 * @param disagreements transactions whose endorsers did not agree
 * @param tasksStarted tasks handed to the executor
 * @param tasksFinished tasks that ended well here
 * @param tasksFailed tasks that ended badly here
 * @param tasksWithdrawn tasks that were taken away
 * @param tasksLate tasks whose result came too late
 * @param leaseLapses times the node lost the ledger for longer than its lease
 */
public record NodeStatistics(
        long entriesCommitted,
        long entriesFailed,
        long roundsProposed,
        long roundsWon,
        long roundsLost,
        long roundsNothingDue,
        long roundsNotYet,
        long disagreements,
        long tasksStarted,
        long tasksFinished,
        long tasksFailed,
        long tasksWithdrawn,
        long tasksLate,
        long leaseLapses) {}
