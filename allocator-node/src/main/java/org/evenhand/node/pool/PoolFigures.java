package org.evenhand.node.pool;

import java.util.Optional;

/**
 * How far a process has followed its pool.
 *
 * @param isFollowed whether the pool has been read and its events are heard; after a gap not before it is read again
 * @param lastRound the last round that was heard of; 0 for none
 * @param sinceRoundMillis how long ago that was decided; nothing before the first
 * @param pendingMillis how long the oldest entry that a round would take has waited; 0 if there is none
 */
public record PoolFigures(boolean isFollowed, long lastRound, Optional<Long> sinceRoundMillis, long pendingMillis) {}
