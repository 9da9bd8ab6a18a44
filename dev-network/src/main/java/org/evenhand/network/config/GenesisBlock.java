package org.evenhand.network.config;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockDataHashingStructure;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.Capabilities;
import org.hyperledger.fabric.protos.common.Capability;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HashingAlgorithm;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.OrdererAddresses;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.orderer.BatchSize;
import org.hyperledger.fabric.protos.orderer.BatchTimeout;
import org.hyperledger.fabric.protos.orderer.ChannelRestrictions;
import org.hyperledger.fabric.protos.orderer.ConsensusType;
import org.hyperledger.fabric.protos.orderer.etcdraft.ConfigMetadata;
import org.hyperledger.fabric.protos.orderer.etcdraft.Consenter;
import org.hyperledger.fabric.protos.orderer.etcdraft.Options;
import org.hyperledger.fabric.protos.peer.AnchorPeer;
import org.hyperledger.fabric.protos.peer.AnchorPeers;

/**
 * Makes a channel's first block: what {@code configtxgen} makes for an application channel without a system channel.
 */
public final class GenesisBlock {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 24;
    private static final int HEADER_VERSION = 1;
    private static final String ORDERER_ADMINS = "/Channel/Orderer/Admins";

    private GenesisBlock() {}

    /** Makes the block; another one at every call, for it holds a nonce and a time. */
    public static Block of(ChannelProfile profile, CryptoMaterial crypto) {
        ConfigGroup channel = ConfigPolicies.standard(ConfigGroup.newBuilder())
                .putValues(
                        "HashingAlgorithm", value(HashingAlgorithm.newBuilder().setName("SHA256")))
                .putValues(
                        "BlockDataHashingStructure",
                        value(BlockDataHashingStructure.newBuilder().setWidth(-1)))
                .putValues(
                        "OrdererAddresses",
                        value(OrdererAddresses.newBuilder()
                                        .addAddresses(profile.orderer().toString()))
                                .toBuilder()
                                .setModPolicy(ORDERER_ADMINS)
                                .build())
                .putValues("Capabilities", capability("V2_0"))
                .putGroups("Orderer", ordererGroup(profile, crypto.orderer()))
                .putGroups("Application", applicationGroup(profile, crypto))
                .build();
        Config config = Config.newBuilder().setChannelGroup(channel).build();
        return block(envelope(
                profile.channel(), ConfigEnvelope.newBuilder().setConfig(config).build()));
    }

    private static ConfigGroup ordererGroup(ChannelProfile profile, OrganisationMaterial orderer) {
        BatchSize.Builder batchSize = BatchSize.newBuilder()
                .setMaxMessageCount(profile.maxMessageCount())
                .setAbsoluteMaxBytes(profile.absoluteMaxBytes())
                .setPreferredMaxBytes(profile.preferredMaxBytes());
        ConfigGroup organisation = ConfigPolicies.ordererOrganisation(OrganisationMsp.group(orderer), orderer.mspId())
                .putValues(
                        "Endpoints",
                        value(OrdererAddresses.newBuilder()
                                .addAddresses(profile.orderer().toString())))
                .build();
        return ConfigPolicies.orderer(ConfigGroup.newBuilder())
                .putValues("BatchSize", value(batchSize))
                .putValues(
                        "BatchTimeout",
                        value(BatchTimeout.newBuilder().setTimeout(GoDuration.format(profile.batchTimeout()))))
                .putValues("ChannelRestrictions", value(ChannelRestrictions.newBuilder()))
                .putValues("Capabilities", capability("V2_0"))
                .putValues("ConsensusType", value(consensus(profile.orderer(), orderer)))
                .putGroups(orderer.name(), organisation)
                .build();
    }

    /** Raft with one consenter: a configuration that every tool can decode, and true to a single orderer. */
    private static ConsensusType.Builder consensus(Endpoint endpoint, OrganisationMaterial orderer) {
        ByteString certificate;
        try {
            certificate = ByteString.copyFrom(Files.readAllBytes(orderer.tls().certificate()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the orderer's TLS certificate", e);
        }
        ConfigMetadata metadata = ConfigMetadata.newBuilder()
                .addConsenters(Consenter.newBuilder()
                        .setHost(endpoint.host())
                        .setPort(endpoint.port())
                        .setClientTlsCert(certificate)
                        .setServerTlsCert(certificate))
                .setOptions(Options.newBuilder()
                        .setTickInterval("500ms")
                        .setElectionTick(10)
                        .setHeartbeatTick(1)
                        .setMaxInflightBlocks(5)
                        .setSnapshotIntervalSize(16 << 20))
                .build();
        return ConsensusType.newBuilder().setType("etcdraft").setMetadata(metadata.toByteString());
    }

    private static ConfigGroup applicationGroup(ChannelProfile profile, CryptoMaterial crypto) {
        ConfigGroup.Builder application =
                ConfigPolicies.application(ConfigGroup.newBuilder()).putValues("Capabilities", capability("V2_0"));
        for (OrganisationMaterial organisation : crypto.organisations()) {
            ConfigGroup.Builder group =
                    ConfigPolicies.applicationOrganisation(OrganisationMsp.group(organisation), organisation.mspId());
            Endpoint anchor = profile.anchorPeers().get(organisation.mspId());
            if (anchor != null) {
                AnchorPeers.Builder anchors = AnchorPeers.newBuilder()
                        .addAnchorPeers(
                                AnchorPeer.newBuilder().setHost(anchor.host()).setPort(anchor.port()));
                group.putValues("AnchorPeers", value(anchors));
            }
            application.putGroups(organisation.mspId(), group.build());
        }
        return application.build();
    }

    private static ConfigValue capability(String name) {
        return value(Capabilities.newBuilder().putAllCapabilities(Map.of(name, Capability.getDefaultInstance())));
    }

    static ConfigValue value(Message.Builder message) {
        return ConfigValue.newBuilder()
                .setModPolicy(ConfigPolicies.ADMINS)
                .setValue(message.build().toByteString())
                .build();
    }

    private static Envelope envelope(String channel, ConfigEnvelope config) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        SignatureHeader signatureHeader = SignatureHeader.newBuilder()
                .setNonce(ByteString.copyFrom(nonce))
                .build();
        Instant now = Instant.now();
        ChannelHeader channelHeader = ChannelHeader.newBuilder()
                .setType(HeaderType.CONFIG_VALUE)
                .setVersion(HEADER_VERSION)
                .setTimestamp(Timestamp.newBuilder().setSeconds(now.getEpochSecond()))
                .setChannelId(channel)
                .setTxId(HexFormat.of().formatHex(BlockHashes.sha256().digest(nonce)))
                .build();
        Header header = Header.newBuilder()
                .setChannelHeader(channelHeader.toByteString())
                .setSignatureHeader(signatureHeader.toByteString())
                .build();
        Payload payload = Payload.newBuilder()
                .setHeader(header)
                .setData(config.toByteString())
                .build();
        return Envelope.newBuilder().setPayload(payload.toByteString()).build();
    }

    private static Block block(Envelope envelope) {
        BlockData data = BlockData.newBuilder().addData(envelope.toByteString()).build();
        LastConfig lastConfig = LastConfig.getDefaultInstance();
        Metadata signatures = Metadata.newBuilder()
                .setValue(OrdererBlockMetadata.newBuilder()
                        .setLastConfig(lastConfig)
                        .build()
                        .toByteString())
                .build();
        BlockMetadata metadata = BlockMetadata.newBuilder()
                .addMetadata(signatures.toByteString())
                .addMetadata(Metadata.newBuilder()
                        .setValue(lastConfig.toByteString())
                        .build()
                        .toByteString())
                .addMetadata(ByteString.EMPTY)
                .addMetadata(ByteString.EMPTY)
                .addMetadata(ByteString.EMPTY)
                .build();
        return Block.newBuilder()
                .setHeader(BlockHeader.newBuilder().setDataHash(BlockHashes.dataHash(data)))
                .setData(data)
                .setMetadata(metadata)
                .build();
    }
}
