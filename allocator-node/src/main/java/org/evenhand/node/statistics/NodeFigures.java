package org.evenhand.node.statistics;

import java.util.Optional;

/**
 * What a node has and does at one moment.
 *
 * @param begun whether it has found its place in its stream and reports
 * @param leaseHolds whether it may start tasks
 * @param sinceCommitMillis how long ago it looked at what the last committed entry of its stream tells; nothing before
 *     the first
 * @param ownedTasks tasks that the ledger has given it, as far as it knows
 * @param runningTasks those that ran when it last looked
 * @param pendingResults results that no committed entry tells of yet
 */
public record NodeFigures(
        boolean begun,
        boolean leaseHolds,
        Optional<Long> sinceCommitMillis,
        long ownedTasks,
        long runningTasks,
        long pendingResults) {}
