package org.evenhand.network.config;

import java.time.Duration;
import org.evenhand.network.msp.MspRegistry;

/** A channel configuration that was read from a config block. */
public interface ChannelConfig {
    /** The channel's name. */
    String channel();

    /** The number of the block that brought this configuration. */
    long blockNumber();

    /** The organisations' MSPs, the orderer's among them. */
    MspRegistry msps();

    /**
     * A policy by its path, such as {@code /Channel/Application/Writers}.
     *
     * @throws java.util.NoSuchElementException if the configuration has none there.
     */
    Policy policy(String path);

    /** The most messages in a block. */
    int maxMessageCount();

    /** The most bytes in a block's envelopes, unless a single one is larger. */
    long preferredMaxBytes();

    /** The most bytes in one envelope. */
    long absoluteMaxBytes();

    /** How long an envelope may wait for company. */
    Duration batchTimeout();
}
