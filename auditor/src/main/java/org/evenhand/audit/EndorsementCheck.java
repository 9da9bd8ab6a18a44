package org.evenhand.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.evenhand.audit.block.ChaincodeCall;
import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.audit.config.ChannelConfig;
import org.evenhand.audit.config.InvalidConfigException;
import org.evenhand.audit.state.BlockUpdates;
import org.evenhand.audit.state.KeySpace;
import org.evenhand.audit.state.VersionedValue;
import org.evenhand.audit.state.WorldState;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.hyperledger.fabric.protos.peer.StaticCollectionConfig;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;

/**
 * Whether a transaction has the endorsements that it needs, for one block: the policy of every chaincode it writes to,
 * of its private collections, and of keys that have a policy of their own. All of it as on the ledger before the block.
 */
final class EndorsementCheck {
    private static final String LIFECYCLE_POLICY = "/Channel/Application/LifecycleEndorsement";
    private static final String KEY_POLICY = "VALIDATION_PARAMETER";
    private static final String IMPLICIT_COLLECTION = "_implicit_org_";
    private static final String BUILT_IN_PLUGIN = "vscc";

    private record Key(KeySpace space, String name) {}

    private final ChannelConfig config;
    private final ChaincodeDefinitions definitions;
    private final WorldState before;
    private final List<String> unsupported = new ArrayList<>();
    /** Keys whose policy an earlier transaction of the same block has changed: Fabric refuses to write them again. */
    private final Set<Key> repoliced = new HashSet<>();

    EndorsementCheck(ChannelConfig config, ChaincodeDefinitions definitions, WorldState before) {
        this.config = config;
        this.definitions = definitions;
        this.before = before;
    }

    /** Returns which validation plugins other than Fabric's own have been met. */
    List<String> unsupported() {
        return List.copyOf(unsupported);
    }

    /**
     * Returns the codes that a peer may refuse the transaction with; none when it is endorsed. Fabric judges each
     * chaincode that is written to by itself, in the order of a Go map, which is none: so of several refusals an honest
     * peer stores any.
     */
    Set<TxValidationCode> refusals(ChaincodeCall call) throws InvalidConfigException {
        Map<String, ReadWriteSet.Namespace> written = new TreeMap<>();
        for (ReadWriteSet.Namespace namespace : call.readWriteSet().namespaces()) {
            if (namespace.writes() || namespace.name().equals(call.chaincode())) {
                written.put(namespace.name(), namespace);
            }
        }
        written.computeIfAbsent(call.chaincode(), ReadWriteSet.Namespace::empty);
        Set<TxValidationCode> refusals = EnumSet.noneOf(TxValidationCode.class);
        for (ReadWriteSet.Namespace namespace : written.values()) {
            Optional<ByteString> policy = chaincodePolicy(namespace.name());
            if (policy.isEmpty()) {
                refusals.add(TxValidationCode.INVALID_CHAINCODE);
            } else if (!isEndorsed(namespace, policy.get(), call)) {
                refusals.add(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
            } else {
                noteChangedPolicies(namespace);
            }
        }
        return refusals;
    }

    private Optional<ByteString> chaincodePolicy(String chaincode) throws InvalidConfigException {
        if (chaincode.equals(ChaincodeDefinitions.LIFECYCLE)) {
            return Optional.of(lifecyclePolicy());
        }
        Optional<ChaincodeDefinitions.Definition> definition = definitions.of(chaincode);
        if (definition.isEmpty()
                || definition.get().plugin().isEmpty()
                || definition.get().policy().isEmpty()) {
            return Optional.empty();
        }
        if (!definition.get().plugin().equals(BUILT_IN_PLUGIN)) {
            unsupported.add(definition.get().plugin() + " of chaincode " + chaincode);
        }
        return Optional.of(definition.get().policy());
    }

    private ByteString lifecyclePolicy() throws InvalidConfigException {
        if (config.policies().has(LIFECYCLE_POLICY)) {
            return reference(LIFECYCLE_POLICY);
        }
        List<String> msps = List.copyOf(config.applicationMsps().values());
        return anyMembers(msps, msps.size() / 2 + 1);
    }

    private boolean isEndorsed(ReadWriteSet.Namespace namespace, ByteString policy, ChaincodeCall call)
            throws InvalidConfigException {
        Set<ByteString> satisfied = new HashSet<>();
        for (Key key : writtenKeys(namespace)) {
            if (repoliced.contains(key)) {
                return false;
            }
            ByteString needed = neededFor(key, namespace, policy);
            if (needed == null) {
                return false;
            }
            if (!satisfied.contains(needed)
                    && !config.policies().isApplicationPolicySatisfied(needed, call.endorsers())) {
                return false;
            }
            satisfied.add(needed);
        }
        return !satisfied.isEmpty() || config.policies().isApplicationPolicySatisfied(policy, call.endorsers());
    }

    private @Nullable ByteString neededFor(Key key, ReadWriteSet.Namespace namespace, ByteString chaincodePolicy)
            throws InvalidConfigException {
        ByteString own = before.get(key.space(), key.name())
                .map(VersionedValue::metadata)
                .map(metadata -> metadata.getOrDefault(KEY_POLICY, ByteString.EMPTY))
                .orElse(ByteString.EMPTY);
        if (!own.isEmpty()) {
            try {
                return ApplicationPolicy.newBuilder()
                        .setSignaturePolicy(SignaturePolicyEnvelope.parseFrom(own))
                        .build()
                        .toByteString();
            } catch (InvalidProtocolBufferException e) {
                return null;
            }
        }
        return key.space().collection().isEmpty()
                ? chaincodePolicy
                : collectionPolicy(namespace.name(), key.space().collection(), chaincodePolicy);
    }

    private @Nullable ByteString collectionPolicy(String chaincode, String collection, ByteString chaincodePolicy)
            throws InvalidConfigException {
        if (collection.startsWith(IMPLICIT_COLLECTION)) {
            return implicitCollectionPolicy(collection.substring(IMPLICIT_COLLECTION.length()));
        }
        StaticCollectionConfig defined = definitions
                .of(chaincode)
                .map(ChaincodeDefinitions.Definition::collections)
                .orElse(new HashMap<>())
                .get(collection);
        if (defined == null) {
            return null;
        }
        return defined.hasEndorsementPolicy() ? defined.getEndorsementPolicy().toByteString() : chaincodePolicy;
    }

    private @Nullable ByteString implicitCollectionPolicy(String msp) throws InvalidConfigException {
        for (Map.Entry<String, String> organisation : config.applicationMsps().entrySet()) {
            if (organisation.getValue().equals(msp)) {
                String path = "/Channel/Application/" + organisation.getKey() + "/Endorsement";
                return config.policies().has(path) ? reference(path) : anyMembers(List.of(msp), 1);
            }
        }
        return null;
    }

    private static List<Key> writtenKeys(ReadWriteSet.Namespace namespace) {
        List<Key> keys = new ArrayList<>();
        KeySpace open = KeySpace.open(namespace.name());
        namespace.open().getWritesList().forEach(write -> keys.add(new Key(open, write.getKey())));
        namespace.collections().forEach(collection -> {
            KeySpace space = new KeySpace(namespace.name(), collection.name());
            collection
                    .hashed()
                    .getHashedWritesList()
                    .forEach(write -> keys.add(new Key(space, BlockUpdates.privateKey(write.getKeyHash()))));
        });
        keys.addAll(keysWithNewMetadata(namespace));
        return keys;
    }

    private static List<Key> keysWithNewMetadata(ReadWriteSet.Namespace namespace) {
        List<Key> keys = new ArrayList<>();
        KeySpace open = KeySpace.open(namespace.name());
        namespace.open().getMetadataWritesList().forEach(write -> keys.add(new Key(open, write.getKey())));
        namespace.collections().forEach(collection -> {
            KeySpace space = new KeySpace(namespace.name(), collection.name());
            collection
                    .hashed()
                    .getMetadataWritesList()
                    .forEach(write -> keys.add(new Key(space, BlockUpdates.privateKey(write.getKeyHash()))));
        });
        return keys;
    }

    private void noteChangedPolicies(ReadWriteSet.Namespace namespace) {
        repoliced.addAll(keysWithNewMetadata(namespace));
    }

    private static ByteString reference(String path) {
        return ApplicationPolicy.newBuilder()
                .setChannelConfigPolicyReference(path)
                .build()
                .toByteString();
    }

    private static ByteString anyMembers(List<String> msps, int needed) {
        SignaturePolicyEnvelope.Builder policy = SignaturePolicyEnvelope.newBuilder();
        SignaturePolicy.NOutOf.Builder rule =
                SignaturePolicy.NOutOf.newBuilder().setN(needed);
        for (int i = 0; i < msps.size(); i++) {
            MSPRole member = MSPRole.newBuilder()
                    .setMspIdentifier(msps.get(i))
                    .setRole(MSPRole.MSPRoleType.MEMBER)
                    .build();
            policy.addIdentities(MSPPrincipal.newBuilder()
                    .setPrincipalClassification(MSPPrincipal.Classification.ROLE)
                    .setPrincipal(member.toByteString()));
            rule.addRules(SignaturePolicy.newBuilder().setSignedBy(i));
        }
        return ApplicationPolicy.newBuilder()
                .setSignaturePolicy(policy.setRule(SignaturePolicy.newBuilder().setNOutOf(rule)))
                .build()
                .toByteString();
    }
}
