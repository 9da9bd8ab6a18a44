package org.evenhand.audit.config;

import com.google.protobuf.Message;
import java.util.Map;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigValue;

/** A configuration as a flat map from path to element: what an update reads and writes. */
final class ConfigTree {
    private static final String ROOT = "/Channel";
    private static final String DEFAULT_MOD_POLICY = "Admins";
    private static final String ORDERER_CAPABILITIES = "value " + ROOT + "/Orderer/Capabilities";

    /** One group, value or policy; {@code groupPath} is where a relative modification policy is looked up. */
    record Element(String groupPath, long version, String modPolicy, Message message) {
        String modPolicyPath() {
            return modPolicy.startsWith("/") ? modPolicy : groupPath + "/" + modPolicy;
        }
    }

    private final Map<String, Element> elements;

    private ConfigTree(Map<String, Element> elements) {
        this.elements = elements;
    }

    static ConfigTree of(ConfigGroup root) {
        ConfigTree tree = new ConfigTree(new TreeMap<>());
        tree.add(ROOT, root);
        return tree;
    }

    ConfigTree copy() {
        return new ConfigTree(new TreeMap<>(elements));
    }

    Map<String, Element> elements() {
        return elements;
    }

    private void add(String path, ConfigGroup group) {
        elements.put("group " + path, new Element(path, group.getVersion(), group.getModPolicy(), group));
        for (Map.Entry<String, ConfigGroup> inner : group.getGroupsMap().entrySet()) {
            add(path + "/" + inner.getKey(), inner.getValue());
        }
        for (Map.Entry<String, ConfigValue> inner : group.getValuesMap().entrySet()) {
            ConfigValue value = inner.getValue();
            elements.put(
                    "value " + path + "/" + inner.getKey(),
                    new Element(path, value.getVersion(), value.getModPolicy(), value));
        }
        for (Map.Entry<String, ConfigPolicy> inner : group.getPoliciesMap().entrySet()) {
            ConfigPolicy policy = inner.getValue();
            elements.put(
                    "policy " + path + "/" + inner.getKey(),
                    new Element(path, policy.getVersion(), policy.getModPolicy(), policy));
        }
    }

    /** Puts the elements together again, each group with those members that its own element lists. */
    ConfigGroup toGroup() throws InvalidConfigException {
        return group(ROOT, elements.containsKey(ORDERER_CAPABILITIES));
    }

    private ConfigGroup group(String path, boolean fillModPolicies) throws InvalidConfigException {
        ConfigGroup listed = (ConfigGroup) message("group " + path);
        ConfigGroup.Builder group = listed.toBuilder();
        for (String name : listed.getGroupsMap().keySet()) {
            group.putGroups(name, group(path + "/" + name, fillModPolicies));
        }
        for (String name : listed.getValuesMap().keySet()) {
            ConfigValue value = (ConfigValue) message("value " + path + "/" + name);
            boolean fill = fillModPolicies && value.getModPolicy().isEmpty();
            group.putValues(
                    name,
                    fill ? value.toBuilder().setModPolicy(DEFAULT_MOD_POLICY).build() : value);
        }
        for (String name : listed.getPoliciesMap().keySet()) {
            ConfigPolicy policy = (ConfigPolicy) message("policy " + path + "/" + name);
            boolean fill = fillModPolicies && policy.getModPolicy().isEmpty();
            group.putPolicies(
                    name,
                    fill ? policy.toBuilder().setModPolicy(DEFAULT_MOD_POLICY).build() : policy);
        }
        // Fabric repairs what its first release left unset; an audit has to arrive at the same result.
        if (fillModPolicies && group.getModPolicy().isEmpty()) {
            group.setModPolicy(DEFAULT_MOD_POLICY);
        }
        return group.build();
    }

    private Message message(String key) throws InvalidConfigException {
        Element element = elements.get(key);
        if (element == null) {
            throw new InvalidConfigException("The update leaves out " + key);
        }
        return element.message();
    }
}
