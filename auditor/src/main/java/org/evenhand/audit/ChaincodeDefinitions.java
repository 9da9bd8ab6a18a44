package org.evenhand.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.evenhand.audit.state.BlockUpdates;
import org.evenhand.audit.state.KeySpace;
import org.evenhand.audit.state.WorldState;
import org.hyperledger.fabric.protos.peer.CollectionConfig;
import org.hyperledger.fabric.protos.peer.CollectionConfigPackage;
import org.hyperledger.fabric.protos.peer.StaticCollectionConfig;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeValidationInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.StateData;
import org.hyperledger.fabric.protos.peer.lifecycle.StateMetadata;

/** The chaincode definitions that are on the ledger, as the {@code _lifecycle} chaincode has written them. */
final class ChaincodeDefinitions {
    static final String LIFECYCLE = "_lifecycle";

    private static final String DEFINITION_TYPE = "ChaincodeDefinition";

    /** What validation needs to know of a definition. */
    record Definition(String plugin, ByteString policy, Map<String, StaticCollectionConfig> collections) {}

    private final WorldState state;
    private final Map<String, Optional<Definition>> known = new HashMap<>();

    ChaincodeDefinitions(WorldState state) {
        this.state = state;
    }

    /** Forgets what it has read when a block has written definitions. */
    void advance(BlockUpdates updates) {
        if (!updates.updates(KeySpace.open(LIFECYCLE)).isEmpty()) {
            known.clear();
        }
    }

    Optional<Definition> of(String chaincode) {
        return known.computeIfAbsent(chaincode, this::read);
    }

    private Optional<Definition> read(String chaincode) {
        try {
            Optional<ByteString> metadata = state.value(LIFECYCLE, "namespaces/metadata/" + chaincode);
            if (metadata.isEmpty()
                    || !StateMetadata.parseFrom(metadata.get()).getDatatype().equals(DEFINITION_TYPE)) {
                return Optional.empty();
            }
            ChaincodeValidationInfo info = ChaincodeValidationInfo.parseFrom(field(chaincode, "ValidationInfo"));
            Map<String, StaticCollectionConfig> collections = new HashMap<>();
            for (CollectionConfig collection : CollectionConfigPackage.parseFrom(field(chaincode, "Collections"))
                    .getConfigList()) {
                collections.put(
                        collection.getStaticCollectionConfig().getName(), collection.getStaticCollectionConfig());
            }
            return Optional.of(new Definition(info.getValidationPlugin(), info.getValidationParameter(), collections));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private ByteString field(String chaincode, String name) throws InvalidProtocolBufferException {
        Optional<ByteString> value = state.value(LIFECYCLE, "namespaces/fields/" + chaincode + "/" + name);
        return value.isEmpty()
                ? ByteString.EMPTY
                : StateData.parseFrom(value.get()).getBytes();
    }
}
