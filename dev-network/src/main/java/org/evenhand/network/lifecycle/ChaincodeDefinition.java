package org.evenhand.network.lifecycle;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.VersionedValue;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.hyperledger.fabric.protos.peer.CollectionConfigPackage;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeEndorsementInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeValidationInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.StateData;
import org.hyperledger.fabric.protos.peer.lifecycle.StateMetadata;

/**
 * A chaincode's definition, as Fabric keeps it since version 2: one key per field in the state of {@code _lifecycle},
 * and one that lists the fields. Peers that simulate a call of the chaincode read {@link #fieldKey} of
 * {@code Sequence}, so that a new definition conflicts with calls under the old one.
 *
 * @param name the chaincode.
 * @param sequence 1 for the first definition, one more for each later one.
 * @param endorsement version, plugin, whether it must be initialised.
 * @param validation plugin and endorsement policy.
 * @param collections its private data collections.
 */
public record ChaincodeDefinition(
        String name,
        long sequence,
        ChaincodeEndorsementInfo endorsement,
        ChaincodeValidationInfo validation,
        CollectionConfigPackage collections) {
    /** The system chaincode in whose state definitions are kept. */
    public static final String LIFECYCLE = "_lifecycle";

    /** The plugin that checks endorsement policies: the only one that there is. */
    public static final String VALIDATION_PLUGIN = "vscc";

    static final String DATATYPE = "ChaincodeDefinition";
    private static final String DEFAULT_POLICY = "/Channel/Application/Endorsement";

    /** Refuses definitions without a name or a version. */
    public ChaincodeDefinition {
        if (name.isEmpty() || sequence < 1 || endorsement.getVersion().isEmpty()) {
            throw new IllegalArgumentException("a definition needs a name, a version and a sequence from 1 on");
        }
    }

    /** A definition under the channel's own endorsement policy: a majority of its organisations. */
    public static ChaincodeDefinition standard(String name, String version, long sequence) {
        ByteString policy = ApplicationPolicy.newBuilder()
                .setChannelConfigPolicyReference(DEFAULT_POLICY)
                .build()
                .toByteString();
        return new ChaincodeDefinition(
                name,
                sequence,
                ChaincodeEndorsementInfo.newBuilder()
                        .setVersion(version)
                        .setEndorsementPlugin("escc")
                        .build(),
                ChaincodeValidationInfo.newBuilder()
                        .setValidationPlugin(VALIDATION_PLUGIN)
                        .setValidationParameter(policy)
                        .build(),
                CollectionConfigPackage.getDefaultInstance());
    }

    /**
     * Reads the definition in force.
     *
     * @return empty if the chaincode is not defined.
     * @throws IllegalStateException if the state holds something else in its place.
     */
    public static Optional<ChaincodeDefinition> read(StateReader state, String name) {
        Optional<VersionedValue> metadata = state.get(LIFECYCLE, metadataKey(name));
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        try {
            String datatype = StateMetadata.parseFrom(metadata.get().value()).getDatatype();
            if (!datatype.equals(DATATYPE)) {
                throw new IllegalStateException("namespace " + name + " is no chaincode, but a " + datatype);
            }
            return Optional.of(new ChaincodeDefinition(
                    name,
                    field(state, name, "Sequence").getInt64(),
                    ChaincodeEndorsementInfo.parseFrom(
                            field(state, name, "EndorsementInfo").getBytes()),
                    ChaincodeValidationInfo.parseFrom(
                            field(state, name, "ValidationInfo").getBytes()),
                    CollectionConfigPackage.parseFrom(
                            field(state, name, "Collections").getBytes())));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("unreadable definition of chaincode " + name, e);
        }
    }

    /** The key that says what kind of thing a namespace is. */
    public static String metadataKey(String name) {
        return "namespaces/metadata/" + name;
    }

    /**
     * The key of one field: {@code Sequence}, {@code EndorsementInfo}, {@code ValidationInfo} or {@code Collections}.
     */
    public static String fieldKey(String name, String field) {
        return "namespaces/fields/" + name + "/" + field;
    }

    private static StateData field(StateReader state, String name, String field) throws InvalidProtocolBufferException {
        Optional<VersionedValue> value = state.get(LIFECYCLE, fieldKey(name, field));
        return value.isEmpty()
                ? StateData.getDefaultInstance()
                : StateData.parseFrom(value.get().value());
    }
}
