package org.evenhand.audit.config;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.Membership;
import org.evenhand.audit.identity.SignatureProvider;
import org.hyperledger.fabric.protos.common.Capabilities;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.Consenter;
import org.hyperledger.fabric.protos.common.Orderers;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;

/** One configuration of a channel, from the config block that brings it until the next one. */
public final class ChannelConfig {
    /** The channel capabilities whose validation rules are implemented here; older ones differ in what they accept. */
    private static final Set<String> CHANNEL_CAPABILITIES = Set.of("V1_4_3", "V2_0", "V3_0");

    private static final Set<String> APPLICATION_CAPABILITIES = Set.of("V2_0", "V2_5");
    private static final String CAPABILITIES = "Capabilities";
    private static final int FABRIC_MSP_TYPE = 0;

    private final String channelId;
    private final Config config;
    private final Membership membership;
    private final PolicyBook policies;
    private final List<String> unsupported = new ArrayList<>();

    /**
     * Reads a configuration.
     *
     * @throws InvalidConfigException when it cannot be understood
     */
    public ChannelConfig(String channelId, Config config, SignatureProvider provider, IdentityCache identities)
            throws InvalidConfigException {
        this.channelId = channelId;
        this.config = config;
        try {
            this.membership = new Membership(
                    mspDefinitions().values(), capabilities(root()).contains("V3_0"), provider, identities);
            this.policies = new PolicyBook(root(), membership);
            checkSupported();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new InvalidConfigException("The configuration cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the channel that this configuration is for. */
    public String channelId() {
        return channelId;
    }

    /** Returns how many updates led to this configuration. */
    public long sequence() {
        return config.getSequence();
    }

    Config message() {
        return config;
    }

    ConfigGroup root() {
        return config.getChannelGroup();
    }

    /** Returns who is who. */
    public Membership membership() {
        return membership;
    }

    /** Returns the policies by path. */
    public PolicyBook policies() {
        return policies;
    }

    /**
     * Returns what this configuration asks for that is not implemented here: reasons why nobody may call it verified.
     */
    public List<String> unsupported() {
        return List.copyOf(unsupported);
    }

    /** Returns whether blocks may be signed by consenters that are named by number alone. */
    public boolean isByzantineFaultTolerant() throws InvalidConfigException {
        try {
            return capabilities(root()).contains("V3_0");
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidConfigException("The capabilities cannot be read", e);
        }
    }

    /** Returns the consenters by number; empty for Raft. */
    public Map<Integer, Consenter> consenters() throws InvalidConfigException {
        ConfigValue value = group("Orderer").getValuesMap().get("Orderers");
        Map<Integer, Consenter> consenters = new TreeMap<>();
        try {
            if (value != null) {
                for (Consenter consenter : Orderers.parseFrom(value.getValue()).getConsenterMappingList()) {
                    consenters.put(consenter.getId(), consenter);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidConfigException("The consenters cannot be read", e);
        }
        return consenters;
    }

    /** Returns the MSPs of the application's organisations by the organisations' names in the configuration. */
    public Map<String, String> applicationMsps() throws InvalidConfigException {
        Map<String, String> names = new TreeMap<>();
        try {
            for (var organisation : group("Application").getGroupsMap().entrySet()) {
                Optional<FabricMSPConfig> definition = mspDefinition(organisation.getValue());
                definition.ifPresent(msp -> names.put(organisation.getKey(), msp.getName()));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidConfigException("An MSP definition cannot be read", e);
        }
        return names;
    }

    private ConfigGroup group(String name) {
        return root().getGroupsOrDefault(name, ConfigGroup.getDefaultInstance());
    }

    private Map<String, FabricMSPConfig> mspDefinitions() throws InvalidProtocolBufferException {
        Map<String, FabricMSPConfig> definitions = new LinkedHashMap<>();
        for (String section : List.of("Application", "Orderer")) {
            for (ConfigGroup organisation : group(section).getGroupsMap().values()) {
                Optional<FabricMSPConfig> definition = mspDefinition(organisation);
                definition.ifPresent(msp -> definitions.put(msp.getName(), msp));
            }
        }
        return definitions;
    }

    private static Optional<FabricMSPConfig> mspDefinition(ConfigGroup organisation)
            throws InvalidProtocolBufferException {
        ConfigValue value = organisation.getValuesMap().get("MSP");
        if (value == null) {
            return Optional.empty();
        }
        MSPConfig definition = MSPConfig.parseFrom(value.getValue());
        return definition.getType() == FABRIC_MSP_TYPE
                ? Optional.of(FabricMSPConfig.parseFrom(definition.getConfig()))
                : Optional.empty();
    }

    private void checkSupported() throws InvalidProtocolBufferException {
        unsupported.addAll(membership.unsupported());
        if (capabilities(root()).stream().noneMatch(CHANNEL_CAPABILITIES::contains)) {
            unsupported.add("channel capabilities " + capabilities(root()));
        }
        if (root().containsGroups("Application")
                && capabilities(group("Application")).stream().noneMatch(APPLICATION_CAPABILITIES::contains)) {
            unsupported.add("application capabilities " + capabilities(group("Application")));
        }
        for (String section : List.of("Application", "Orderer")) {
            for (var organisation : group(section).getGroupsMap().entrySet()) {
                ConfigValue value = organisation.getValue().getValuesMap().get("MSP");
                ByteString definition = value == null ? ByteString.EMPTY : value.getValue();
                if (MSPConfig.parseFrom(definition).getType() != FABRIC_MSP_TYPE) {
                    unsupported.add("an MSP of another kind than X.509 in " + organisation.getKey());
                }
            }
        }
    }

    private static Set<String> capabilities(ConfigGroup group) throws InvalidProtocolBufferException {
        ConfigValue value = group.getValuesMap().get(CAPABILITIES);
        return value == null
                ? Set.of()
                : Capabilities.parseFrom(value.getValue()).getCapabilitiesMap().keySet();
    }
}
