package org.evenhand.network.config;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.evenhand.network.msp.ConfiguredMsps;
import org.evenhand.network.msp.MspRegistry;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;
import org.hyperledger.fabric.protos.orderer.BatchSize;
import org.hyperledger.fabric.protos.orderer.BatchTimeout;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel configuration, parsed once and immutable. */
final class ParsedChannelConfig implements ChannelConfig {
    private static final Logger LOGGER = LoggerFactory.getLogger(ParsedChannelConfig.class);
    private static final Policy NEVER = signers -> false;

    private final String channel;
    private final long blockNumber;
    private final Config config;
    private final MspRegistry msps;
    private final Map<String, Policy> policies = new HashMap<>();
    private final Map<ByteString, Policy> applicationPolicies = new ConcurrentHashMap<>();
    private final SortedMap<String, String> applicationGroups = new TreeMap<>();
    private final BatchSize batchSize;
    private final Duration batchTimeout;

    ParsedChannelConfig(String channel, long blockNumber, Config config) throws InvalidProtocolBufferException {
        this.channel = channel;
        this.blockNumber = blockNumber;
        this.config = config;
        ConfigGroup root = config.getChannelGroup();
        ConfigGroup orderer = group(root, "Orderer");
        batchSize = BatchSize.parseFrom(value(orderer, "BatchSize"));
        batchTimeout = GoDuration.parse(
                BatchTimeout.parseFrom(value(orderer, "BatchTimeout")).getTimeout());
        Map<String, FabricMSPConfig> definitions = new TreeMap<>();
        for (Map.Entry<String, ConfigGroup> organisation :
                orderer.getGroupsMap().entrySet()) {
            FabricMSPConfig definition = msp(organisation.getValue());
            definitions.put(definition.getName(), definition);
        }
        for (Map.Entry<String, ConfigGroup> organisation :
                group(root, "Application").getGroupsMap().entrySet()) {
            FabricMSPConfig definition = msp(organisation.getValue());
            definitions.put(definition.getName(), definition);
            applicationGroups.put(definition.getName(), organisation.getKey());
        }
        msps = new ConfiguredMsps(definitions.values());
        collect("/Channel", root);
    }

    /** Policies of the groups below come first: the implicit ones here refer to them. */
    private void collect(String path, ConfigGroup group) throws InvalidProtocolBufferException {
        List<String> below = new ArrayList<>();
        for (Map.Entry<String, ConfigGroup> child : group.getGroupsMap().entrySet()) {
            below.add(path + "/" + child.getKey());
            collect(path + "/" + child.getKey(), child.getValue());
        }
        for (Map.Entry<String, ConfigPolicy> entry : group.getPoliciesMap().entrySet()) {
            policies.put(path + "/" + entry.getKey(), policy(entry.getValue().getPolicy(), below));
        }
    }

    private Policy policy(org.hyperledger.fabric.protos.common.Policy policy, List<String> below)
            throws InvalidProtocolBufferException {
        return switch (policy.getType()) {
            case org.hyperledger.fabric.protos.common.Policy.PolicyType.SIGNATURE_VALUE ->
                new SignedByRule(SignaturePolicyEnvelope.parseFrom(policy.getValue()));
            case org.hyperledger.fabric.protos.common.Policy.PolicyType.IMPLICIT_META_VALUE -> {
                ImplicitMetaPolicy meta = ImplicitMetaPolicy.parseFrom(policy.getValue());
                yield ImplicitMetaRule.of(
                        meta.getRule(),
                        below.stream()
                                .map(path -> policies.getOrDefault(path + "/" + meta.getSubPolicy(), NEVER))
                                .toList());
            }
            default -> throw new IllegalArgumentException("policy of unknown type " + policy.getType());
        };
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public long blockNumber() {
        return blockNumber;
    }

    @Override
    public Config raw() {
        return config;
    }

    @Override
    public MspRegistry msps() {
        return msps;
    }

    @Override
    public SortedMap<String, String> applicationGroups() {
        return Collections.unmodifiableSortedMap(applicationGroups);
    }

    @Override
    public Policy policy(String path) {
        Policy policy = policies.get(path);
        if (policy == null) {
            throw new NoSuchElementException("channel " + channel + " has no policy " + path);
        }
        return policy;
    }

    @Override
    public Policy applicationPolicy(ByteString marshalled) {
        return applicationPolicies.computeIfAbsent(marshalled, this::parseApplicationPolicy);
    }

    private Policy parseApplicationPolicy(ByteString marshalled) {
        try {
            ApplicationPolicy policy = ApplicationPolicy.parseFrom(marshalled);
            return switch (policy.getTypeCase()) {
                case SIGNATURE_POLICY -> new SignedByRule(policy.getSignaturePolicy());
                case CHANNEL_CONFIG_POLICY_REFERENCE ->
                    policies.getOrDefault(policy.getChannelConfigPolicyReference(), NEVER);
                case TYPE_NOT_SET -> NEVER;
            };
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            LOGGER.warn("Unusable endorsement policy on channel {}", channel, e);
            return NEVER;
        }
    }

    @Override
    public int maxMessageCount() {
        return batchSize.getMaxMessageCount();
    }

    @Override
    public long preferredMaxBytes() {
        return Integer.toUnsignedLong(batchSize.getPreferredMaxBytes());
    }

    @Override
    public long absoluteMaxBytes() {
        return Integer.toUnsignedLong(batchSize.getAbsoluteMaxBytes());
    }

    @Override
    public Duration batchTimeout() {
        return batchTimeout;
    }

    private static FabricMSPConfig msp(ConfigGroup organisation) throws InvalidProtocolBufferException {
        return FabricMSPConfig.parseFrom(
                MSPConfig.parseFrom(value(organisation, "MSP")).getConfig());
    }

    private static ConfigGroup group(ConfigGroup parent, String name) {
        ConfigGroup group = parent.getGroupsMap().get(name);
        if (group == null) {
            throw new IllegalArgumentException("channel configuration without the group " + name);
        }
        return group;
    }

    private static ByteString value(ConfigGroup group, String name) {
        ConfigValue value = group.getValuesMap().get(name);
        if (value == null) {
            throw new IllegalArgumentException("channel configuration without the value " + name);
        }
        return value.getValue();
    }
}
