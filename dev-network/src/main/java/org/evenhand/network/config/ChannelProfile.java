package org.evenhand.network.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a new channel shall be.
 *
 * @param channel its name: lower case letters, digits, dots and dashes, starting with a letter.
 * @param maxMessageCount the most messages in a block.
 * @param preferredMaxBytes the most bytes in a block's envelopes, unless a single one is larger.
 * @param absoluteMaxBytes the most bytes in one envelope.
 * @param batchTimeout how long an envelope may wait for company.
 * @param orderer where the orderer is to be found.
 * @param anchorPeers MSP id to where that organisation's anchor peer is to be found.
 */
public record ChannelProfile(
        String channel,
        int maxMessageCount,
        int preferredMaxBytes,
        int absoluteMaxBytes,
        Duration batchTimeout,
        Endpoint orderer,
        Map<String, Endpoint> anchorPeers) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,248}");

    /** Refuses names that Fabric refuses, and limits that would stop the orderer. */
    public ChannelProfile {
        anchorPeers = Map.copyOf(anchorPeers);
        if (!NAME.matcher(channel).matches()) {
            throw new IllegalArgumentException("no channel name: " + channel);
        }
        if (maxMessageCount < 1 || preferredMaxBytes < 1 || absoluteMaxBytes < preferredMaxBytes) {
            throw new IllegalArgumentException("batch limits out of order");
        }
        if (batchTimeout.isNegative() || batchTimeout.isZero()) {
            throw new IllegalArgumentException("batch timeout must be positive, not " + batchTimeout);
        }
    }

    /** Blocks of up to 500 messages or 2 MiB, messages of up to 10 MiB, a timeout of 100 ms. */
    public static ChannelProfile standard(String channel, Endpoint orderer, Map<String, Endpoint> anchorPeers) {
        return new ChannelProfile(channel, 500, 2 << 20, 10 << 20, Duration.ofMillis(100), orderer, anchorPeers);
    }
}
