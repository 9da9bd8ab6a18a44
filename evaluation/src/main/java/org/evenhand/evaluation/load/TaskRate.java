package org.evenhand.evaluation.load;

/**
 * How fast tasks went through: a task counts once a round has settled it.
 *
 * @param submitted tasks queued
 * @param settled tasks that ended well within the measurement
 * @param perSecond settled tasks per second
 * @param factsPerSecond facts decided per second
 * @param roundsPerSecond rounds decided per second
 * @param queueMax most tasks that waited for a node at any time
 * @param open tasks that had not ended after the time to drain; 0 if nothing was lost
 */
public record TaskRate(
        long submitted,
        long settled,
        long perSecond,
        long factsPerSecond,
        long roundsPerSecond,
        long queueMax,
        long open) {}
