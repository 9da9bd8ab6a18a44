package org.evenhand.network.validation;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.config.Policy;
import org.evenhand.network.lifecycle.ChaincodeDefinition;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.rwset.ReadWriteSet.CollectionSet;
import org.evenhand.network.rwset.ReadWriteSet.NamespaceSet;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.hyperledger.fabric.protos.peer.CollectionConfig;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Whether the endorsers satisfy the policies of all that a transaction writes, by the definitions in force before its block. Safe for
 * use by several threads.
 */
final class EndorsementCheck {
    private static final String IMPLICIT_COLLECTION = "_implicit_org_";
    private static final String LIFECYCLE_POLICY = "/Channel/Application/LifecycleEndorsement";

    private final CommittedState state;
    private final ChannelConfig config;
    private final Map<String, Optional<ChaincodeDefinition>> definitions = new ConcurrentHashMap<>();

    EndorsementCheck(CommittedState state, ChannelConfig config) {
        this.state = state;
        this.config = config;
    }

    /**
     * Checks one namespace.
     *
     * @param written what the transaction writes there; empty for the called chaincode if it wrote nothing.
     */
    void check(String namespace, Optional<NamespaceSet> written, List<Identity> signers) throws Refusal {
        Policy chaincodePolicy = chaincodePolicy(namespace);
        boolean anyCollection = false;
        for (CollectionSet collection : written.map(NamespaceSet::collections).orElse(List.of())) {
            if (collection.writes()) {
                anyCollection = true;
                demand(
                        collectionPolicy(namespace, collection.location().collection()),
                        signers,
                        namespace + ":" + collection.location().collection());
            }
        }
        boolean writesPublic = written.isPresent() && written.get().keys().getWritesCount() > 0;
        if (writesPublic || !anyCollection) {
            demand(chaincodePolicy, signers, namespace);
        }
    }

    private static void demand(Policy policy, List<Identity> signers, String what) throws Refusal {
        if (!policy.satisfiedBy(signers)) {
            throw new Refusal(
                    TxValidationCode.ENDORSEMENT_POLICY_FAILURE, "policy of " + what + " not satisfied by " + signers);
        }
    }

    private Policy chaincodePolicy(String namespace) throws Refusal {
        if (namespace.equals(ChaincodeDefinition.LIFECYCLE)) {
            return reference(LIFECYCLE_POLICY);
        }
        Optional<ChaincodeDefinition> definition = definition(namespace);
        if (definition.isEmpty()
                || !definition.get().validation().getValidationPlugin().equals(ChaincodeDefinition.VALIDATION_PLUGIN)) {
            throw new Refusal(
                    TxValidationCode.INVALID_CHAINCODE,
                    "no definition of " + namespace + " that the built-in plugin validates");
        }
        return config.applicationPolicy(definition.get().validation().getValidationParameter());
    }

    private Policy collectionPolicy(String namespace, String collection) throws Refusal {
        if (collection.startsWith(IMPLICIT_COLLECTION)) {
            String group = config.applicationGroups().get(collection.substring(IMPLICIT_COLLECTION.length()));
            if (group == null) {
                throw noCollection(namespace, collection);
            }
            return reference("/Channel/Application/" + group + "/Endorsement");
        }
        ChaincodeDefinition definition = definition(namespace).orElseThrow(() -> noCollection(namespace, collection));
        for (CollectionConfig candidate : definition.collections().getConfigList()) {
            if (candidate.getStaticCollectionConfig().getName().equals(collection)) {
                ByteString policy = candidate.getStaticCollectionConfig().hasEndorsementPolicy()
                        ? candidate
                                .getStaticCollectionConfig()
                                .getEndorsementPolicy()
                                .toByteString()
                        : definition.validation().getValidationParameter();
                return config.applicationPolicy(policy);
            }
        }
        throw noCollection(namespace, collection);
    }

    private Optional<ChaincodeDefinition> definition(String namespace) {
        return definitions.computeIfAbsent(namespace, name -> ChaincodeDefinition.read(state, name));
    }

    private Policy reference(String path) {
        return config.applicationPolicy(ApplicationPolicy.newBuilder()
                .setChannelConfigPolicyReference(path)
                .build()
                .toByteString());
    }

    private static Refusal noCollection(String namespace, String collection) {
        return new Refusal(
                TxValidationCode.ENDORSEMENT_POLICY_FAILURE, "no such collection " + namespace + ":" + collection);
    }
}
