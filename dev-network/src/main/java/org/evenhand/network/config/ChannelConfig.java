package org.evenhand.network.config;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.SortedMap;
import org.evenhand.network.msp.MspRegistry;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;

/** A channel configuration that was read from a config block. */
public interface ChannelConfig {
    /**
     * Reads the configuration that a block carries.
     *
     * @throws IllegalArgumentException if it is not a config block, or if its configuration is incomplete.
     */
    static ChannelConfig of(Block block) {
        try {
            if (block.getData().getDataCount() != 1) {
                throw new IllegalArgumentException("block " + block.getHeader().getNumber() + " is no config block");
            }
            Payload payload = Payload.parseFrom(
                    Envelope.parseFrom(block.getData().getData(0)).getPayload());
            ChannelHeader header = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
            if (header.getType() != HeaderType.CONFIG_VALUE) {
                throw new IllegalArgumentException("block " + block.getHeader().getNumber() + " is no config block");
            }
            return new ParsedChannelConfig(
                    header.getChannelId(),
                    block.getHeader().getNumber(),
                    ConfigEnvelope.parseFrom(payload.getData()).getConfig());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "block " + block.getHeader().getNumber() + " holds an unreadable configuration", e);
        }
    }

    /** The channel's name. */
    String channel();

    /** The number of the block that brought this configuration. */
    long blockNumber();

    /** The configuration as it stands in the block. */
    Config raw();

    /** The organisations' MSPs, the orderer's among them. */
    MspRegistry msps();

    /** The application's organisations: MSP id to the name of the configuration group. */
    SortedMap<String, String> applicationGroups();

    /**
     * A policy by its path, such as {@code /Channel/Application/Writers}.
     *
     * @throws java.util.NoSuchElementException if the configuration has none there.
     */
    Policy policy(String path);

    /**
     * An endorsement policy as a chaincode definition or collection holds it.
     *
     * @param marshalled an {@code ApplicationPolicy}; one that is malformed, or refers to a policy that is not there,
     *     is never satisfied.
     */
    Policy applicationPolicy(ByteString marshalled);

    /** The most messages in a block. */
    int maxMessageCount();

    /** The most bytes in a block's envelopes, unless a single one is larger. */
    long preferredMaxBytes();

    /** The most bytes in one envelope. */
    long absoluteMaxBytes();

    /** How long an envelope may wait for company. */
    Duration batchTimeout();
}
