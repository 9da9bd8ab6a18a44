package org.evenhand.audit.config;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.audit.identity.Signer;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigSignature;
import org.hyperledger.fabric.protos.common.ConfigUpdate;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.jspecify.annotations.Nullable;

/**
 * Whether a config block's new configuration follows from the one in force: the update inside it was signed by those
 * whom every touched element's modification policy names, and applying it gives exactly what the block claims.
 */
public final class ConfigUpdateCheck {
    private final ChannelConfig inForce;
    private final SignatureProvider provider;
    private final IdentityCache identities;

    public ConfigUpdateCheck(ChannelConfig inForce, SignatureProvider provider, IdentityCache identities) {
        this.inForce = inForce;
        this.provider = provider;
        this.identities = identities;
    }

    /**
     * Checks a new configuration.
     *
     * @throws InvalidConfigException when nobody was entitled to make it, or when the update leads somewhere else
     */
    public void check(ConfigEnvelope proposed) throws InvalidConfigException {
        long expected = inForce.sequence() + 1;
        if (proposed.getConfig().getSequence() != expected) {
            throw new InvalidConfigException("Expected the configuration's sequence " + expected + ", found "
                    + proposed.getConfig().getSequence());
        }
        try {
            Payload payload = Payload.parseFrom(proposed.getLastUpdate().getPayload());
            ConfigUpdateEnvelope envelope = ConfigUpdateEnvelope.parseFrom(payload.getData());
            ConfigUpdate update = ConfigUpdate.parseFrom(envelope.getConfigUpdate());
            if (!update.getChannelId().equals(inForce.channelId())) {
                throw new InvalidConfigException("The update is for channel " + update.getChannelId());
            }
            ConfigTree current = ConfigTree.of(inForce.root());
            ConfigTree result = authorised(current, update, signers(envelope));
            if (!result.toGroup().equals(proposed.getConfig().getChannelGroup())) {
                throw new InvalidConfigException("The update leads to another configuration than the block holds");
            }
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidConfigException("The update cannot be read", e);
        }
    }

    private List<Signer> signers(ConfigUpdateEnvelope envelope) throws InvalidProtocolBufferException {
        List<Signer> signers = new ArrayList<>();
        for (ConfigSignature signature : envelope.getSignaturesList()) {
            var identity = identities.of(
                    SignatureHeader.parseFrom(signature.getSignatureHeader()).getCreator());
            signers.add(new Signer(
                    identity,
                    identity.hasSigned(
                            provider,
                            signature.getSignature(),
                            signature.getSignatureHeader(),
                            envelope.getConfigUpdate())));
        }
        return signers;
    }

    private ConfigTree authorised(ConfigTree current, ConfigUpdate update, List<Signer> signers)
            throws InvalidConfigException {
        ConfigTree readSet = ConfigTree.of(update.getReadSet());
        for (Map.Entry<String, ConfigTree.Element> read : readSet.elements().entrySet()) {
            ConfigTree.Element existing = current.elements().get(read.getKey());
            if (existing == null || existing.version() != read.getValue().version()) {
                throw new InvalidConfigException("The update read another version of " + read.getKey());
            }
        }
        ConfigTree writeSet = ConfigTree.of(update.getWriteSet());
        ConfigTree result = current.copy();
        int changes = 0;
        for (Map.Entry<String, ConfigTree.Element> written : writeSet.elements().entrySet()) {
            ConfigTree.Element read = readSet.elements().get(written.getKey());
            if (read == null || read.version() != written.getValue().version()) {
                requireEntitled(
                        current.elements().get(written.getKey()), written.getKey(), written.getValue(), signers);
                result.elements().put(written.getKey(), written.getValue());
                changes++;
            }
        }
        if (changes == 0) {
            throw new InvalidConfigException("The update changes nothing");
        }
        return result;
    }

    private void requireEntitled(
            ConfigTree.@Nullable Element existing, String key, ConfigTree.Element written, List<Signer> signers)
            throws InvalidConfigException {
        if (written.modPolicy().isEmpty()) {
            throw new InvalidConfigException("The update leaves " + key + " without a modification policy");
        }
        if (existing == null) {
            if (written.version() != 0) {
                throw new InvalidConfigException(key + " is new but has version " + written.version());
            }
            return; // The group that it is added to changes its version, and that change needs the signatures.
        }
        if (written.version() != existing.version() + 1) {
            throw new InvalidConfigException(
                    key + " goes from version " + existing.version() + " to " + written.version());
        }
        if (!inForce.policies().isSatisfied(existing.modPolicyPath(), signers)) {
            throw new InvalidConfigException(
                    "The signatures do not satisfy " + existing.modPolicyPath() + ", which guards " + key);
        }
    }
}
