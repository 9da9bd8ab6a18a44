package org.evenhand.network.validation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.config.Policy;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.lifecycle.ChaincodeDefinition;
import org.evenhand.network.rwset.Location;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataEntry;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.hyperledger.fabric.protos.peer.CollectionConfig;
import org.hyperledger.fabric.protos.peer.MetaDataKeys;
import org.hyperledger.fabric.protos.peer.StaticCollectionConfig;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** The endorsement policies in force before a block: of chaincodes, of collections, of keys. */
final class EndorsementPolicies {
    private static final String IMPLICIT_COLLECTION = "_implicit_org_";
    private static final String LIFECYCLE_POLICY = "/Channel/Application/LifecycleEndorsement";
    private static final String KEY_POLICY = MetaDataKeys.VALIDATION_PARAMETER.name();

    private final CommittedState state;
    private final ChannelConfig config;
    private final Map<String, Optional<ChaincodeDefinition>> definitions = new HashMap<>();

    EndorsementPolicies(CommittedState state, ChannelConfig config) {
        this.state = state;
        this.config = config;
    }

    /** A chaincode's policy; refuses one that is not defined. */
    Policy ofChaincode(String chaincode) throws Refusal {
        if (chaincode.equals(ChaincodeDefinition.LIFECYCLE)) {
            return reference(LIFECYCLE_POLICY);
        }
        Optional<ChaincodeDefinition> definition = definition(chaincode);
        if (definition.isEmpty()
                || !definition.get().validation().getValidationPlugin().equals(ChaincodeDefinition.VALIDATION_PLUGIN)) {
            throw new Refusal(
                    TxValidationCode.INVALID_CHAINCODE,
                    "no definition of " + chaincode + " that the built-in plugin validates");
        }
        return config.applicationPolicy(definition.get().validation().getValidationParameter());
    }

    /**
     * A collection's own policy, or its chaincode's. An organisation's implicit collection is that organisation's
     * affair.
     */
    Policy ofCollection(Location location) throws Refusal {
        if (location.collection().startsWith(IMPLICIT_COLLECTION)) {
            String mspId = location.collection().substring(IMPLICIT_COLLECTION.length());
            String group = config.applicationGroups().get(mspId);
            if (group == null) {
                throw noCollection(location);
            }
            return reference("/Channel/Application/" + group + "/Endorsement");
        }
        ChaincodeDefinition definition = definition(location.namespace()).orElseThrow(() -> noCollection(location));
        for (CollectionConfig candidate : definition.collections().getConfigList()) {
            StaticCollectionConfig collection = candidate.getStaticCollectionConfig();
            if (collection.getName().equals(location.collection())) {
                return config.applicationPolicy(
                        collection.hasEndorsementPolicy()
                                ? collection.getEndorsementPolicy().toByteString()
                                : definition.validation().getValidationParameter());
            }
        }
        throw noCollection(location);
    }

    /** A key's own policy, if it has one; of several entries the last counts. */
    Optional<Policy> ofKey(Location location, String key) throws Refusal {
        ByteString metadata =
                state.get(location, key).map(VersionedValue::metadata).orElse(ByteString.EMPTY);
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        try {
            ByteString policy = ByteString.EMPTY;
            for (KVMetadataEntry entry : KVMetadataWrite.parseFrom(metadata).getEntriesList()) {
                policy = entry.getName().equals(KEY_POLICY) ? entry.getValue() : policy;
            }
            if (policy.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(config.applicationPolicy(ApplicationPolicy.newBuilder()
                    .setSignaturePolicy(SignaturePolicyEnvelope.parseFrom(policy))
                    .build()
                    .toByteString()));
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(TxValidationCode.ENDORSEMENT_POLICY_FAILURE, "unreadable policy of key " + key);
        }
    }

    private Optional<ChaincodeDefinition> definition(String chaincode) {
        return definitions.computeIfAbsent(chaincode, name -> ChaincodeDefinition.read(state, name));
    }

    private Policy reference(String path) {
        return config.applicationPolicy(ApplicationPolicy.newBuilder()
                .setChannelConfigPolicyReference(path)
                .build()
                .toByteString());
    }

    private static Refusal noCollection(Location location) {
        return new Refusal(
                TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
                "no such collection " + location.namespace() + ":" + location.collection());
    }
}
