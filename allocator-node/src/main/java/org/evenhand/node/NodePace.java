package org.evenhand.node;

/**
 * How eager a node is. What the pool's members agree on is in its policy; this is the owner's own choice.
 *
 * @param reportSoonestMillis least time between two entries of its stream when there is something to tell
 * @param settleMillis how long ago a node must have seen an entry committed to name it in a round
 * @param roundPauseMillis least time between two rounds
 */
public record NodePace(long reportSoonestMillis, long settleMillis, long roundPauseMillis) {
    public static final NodePace DEFAULT = new NodePace(100, 75, 50);

    public NodePace {
        if (reportSoonestMillis < 0 || settleMillis < 0 || roundPauseMillis < 0) {
            throw new IllegalArgumentException("a pace of negative time");
        }
    }
}
