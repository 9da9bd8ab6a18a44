package org.evenhand.network.lifecycle;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.rwset.Utf8Order;
import org.evenhand.network.transaction.TransactionDraft;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.lifecycle.CommitChaincodeDefinitionArgs;
import org.hyperledger.fabric.protos.peer.lifecycle.CommitChaincodeDefinitionResult;
import org.hyperledger.fabric.protos.peer.lifecycle.StateData;
import org.hyperledger.fabric.protos.peer.lifecycle.StateMetadata;

/**
 * The transaction that puts a chaincode's definition into force: what the peers' {@code CommitChaincodeDefinition}
 * reads and writes in the public state. What real peers read besides, the hashes of the organisations' approvals, is
 * left out: here one administrator holds all the keys, and a majority's endorsement is what validation asks for.
 */
public final class DefinitionTransaction {
    private static final String SYSTEM_VERSION = "syscc";
    private static final int OK = 200;
    /** In the order of Fabric's own structure, which is also the order in which the metadata lists them. */
    private static final List<String> FIELDS = List.of("Sequence", "EndorsementInfo", "ValidationInfo", "Collections");

    private DefinitionTransaction() {}

    /**
     * Makes the transaction.
     *
     * @param state the state it is to change.
     * @param creator who proposes it; an admin, by custom.
     * @param peers who endorse it; a majority of the organisations must be among them.
     * @throws IllegalArgumentException if the sequence is not the next one.
     */
    public static Envelope of(
            String channel,
            ChaincodeDefinition definition,
            StateReader state,
            SigningIdentity creator,
            List<SigningIdentity> peers) {
        long current = ChaincodeDefinition.read(state, definition.name())
                .map(ChaincodeDefinition::sequence)
                .orElse(0L);
        if (definition.sequence() != current + 1) {
            throw new IllegalArgumentException("requested sequence is " + definition.sequence()
                    + ", but new definition must be sequence " + (current + 1));
        }
        TransactionDraft draft = TransactionDraft.of(
                channel,
                ChaincodeDefinition.LIFECYCLE,
                List.of(
                        ByteString.copyFromUtf8("CommitChaincodeDefinition"),
                        arguments(definition).toByteString()),
                creator);
        ByteString result = CommitChaincodeDefinitionResult.getDefaultInstance().toByteString();
        ChaincodeAction action = ChaincodeAction.newBuilder()
                .setResults(readWriteSet(definition, state).toByteString())
                .setResponse(Response.newBuilder().setStatus(OK).setPayload(result))
                .setChaincodeId(ChaincodeID.newBuilder()
                        .setName(ChaincodeDefinition.LIFECYCLE)
                        .setVersion(SYSTEM_VERSION))
                .build();
        return draft.endorsed(action, peers);
    }

    private static CommitChaincodeDefinitionArgs arguments(ChaincodeDefinition definition) {
        return CommitChaincodeDefinitionArgs.newBuilder()
                .setSequence(definition.sequence())
                .setName(definition.name())
                .setVersion(definition.endorsement().getVersion())
                .setEndorsementPlugin(definition.endorsement().getEndorsementPlugin())
                .setValidationPlugin(definition.validation().getValidationPlugin())
                .setValidationParameter(definition.validation().getValidationParameter())
                .setCollections(definition.collections())
                .setInitRequired(definition.endorsement().getInitRequired())
                .build();
    }

    /** Writes only what changes; reads the list of fields, the sequence, and the fields that are already there. */
    private static TxReadWriteSet readWriteSet(ChaincodeDefinition definition, StateReader state) {
        Map<String, ByteString> wanted = new TreeMap<>(Utf8Order.INSTANCE);
        wanted.put(
                ChaincodeDefinition.metadataKey(definition.name()),
                StateMetadata.newBuilder()
                        .setDatatype(ChaincodeDefinition.DATATYPE)
                        .addAllFields(FIELDS)
                        .build()
                        .toByteString());
        for (String field : FIELDS) {
            wanted.put(
                    ChaincodeDefinition.fieldKey(definition.name(), field),
                    value(definition, field).toByteString());
        }
        boolean first = definition.sequence() == 1;
        String sequenceKey = ChaincodeDefinition.fieldKey(definition.name(), "Sequence");
        String metadataKey = ChaincodeDefinition.metadataKey(definition.name());
        KVRWSet.Builder keys = KVRWSet.newBuilder();
        wanted.forEach((key, value) -> {
            Optional<VersionedValue> present = state.get(ChaincodeDefinition.LIFECYCLE, key);
            if (!first || key.equals(sequenceKey) || key.equals(metadataKey)) {
                keys.addReads(read(key, present));
            }
            if (present.isEmpty() || !present.get().value().equals(value)) {
                keys.addWrites(KVWrite.newBuilder().setKey(key).setValue(value));
            }
        });
        return TxReadWriteSet.newBuilder()
                .setDataModel(TxReadWriteSet.DataModel.KV)
                .addNsRwset(NsReadWriteSet.newBuilder()
                        .setNamespace(ChaincodeDefinition.LIFECYCLE)
                        .setRwset(keys.build().toByteString()))
                .build();
    }

    private static StateData value(ChaincodeDefinition definition, String field) {
        StateData.Builder data = StateData.newBuilder();
        return switch (field) {
            case "Sequence" -> data.setInt64(definition.sequence()).build();
            case "EndorsementInfo" ->
                data.setBytes(definition.endorsement().toByteString()).build();
            case "ValidationInfo" ->
                data.setBytes(definition.validation().toByteString()).build();
            case "Collections" ->
                data.setBytes(definition.collections().toByteString()).build();
            default -> throw new IllegalArgumentException("a definition has no field " + field);
        };
    }

    private static KVRead read(String key, Optional<VersionedValue> present) {
        KVRead.Builder read = KVRead.newBuilder().setKey(key);
        present.ifPresent(value -> read.setVersion(Version.newBuilder()
                .setBlockNum(value.version().block())
                .setTxNum(value.version().transaction())));
        return read.build();
    }
}
