package org.evenhand.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.evenhand.audit.block.BlockHashes;
import org.evenhand.audit.effect.CommitHash;
import org.evenhand.audit.identity.Sha256;
import org.evenhand.audit.source.BlockFiles;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.audit.state.BlockUpdates;
import org.evenhand.audit.state.WorldState;
import org.evenhand.network.config.ChannelProfile;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.config.GenesisBlock;
import org.evenhand.network.crypto.CryptoMaterial;
import org.evenhand.network.crypto.OrganisationMaterial;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.IdentifierHeader;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeSpec;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeValidationInfo;
import org.hyperledger.fabric.protos.peer.lifecycle.StateData;
import org.hyperledger.fabric.protos.peer.lifecycle.StateMetadata;

/**
 * A channel whose every key is at hand: writes blocks in which all hashes and signatures are right, whatever the
 * transactions say. That is what an auditor is up against when organisations collude.
 */
public final class ForgedChannel {
    private static final String CHANNEL = "forged";

    private final CryptoMaterial crypto;
    private final List<Block> blocks = new ArrayList<>();
    private final WorldState state = new WorldState();
    private ByteString commitHash = ByteString.EMPTY;
    private int nonces;
    private int ordererNumber;

    public ForgedChannel(Path folder) {
        this(folder, UnaryOperator.identity());
    }

    /** A channel whose first configuration is changed before anything else happens. */
    public ForgedChannel(Path folder, UnaryOperator<ConfigGroup> change) {
        crypto = CryptoMaterial.open(folder.resolve("crypto"), List.of("Org1", "Org2", "Org3"));
        Block genesis =
                GenesisBlock.of(ChannelProfile.standard(CHANNEL, new Endpoint("127.0.0.1", 7050), Map.of()), crypto);
        BlockData data = changed(genesis.getData(), change);
        blocks.add(genesis.toBuilder()
                .setHeader(genesis.getHeader().toBuilder().setDataHash(BlockHashes.dataHash(data)))
                .setData(data)
                .setMetadata(genesis.getMetadata().toBuilder().setMetadata(2, ByteString.copyFrom(new byte[1])))
                .build());
    }

    private static BlockData changed(BlockData data, UnaryOperator<ConfigGroup> change) {
        try {
            Envelope envelope = Envelope.parseFrom(data.getData(0));
            Payload payload = Payload.parseFrom(envelope.getPayload());
            ConfigEnvelope config = ConfigEnvelope.parseFrom(payload.getData());
            ConfigGroup group = change.apply(config.getConfig().getChannelGroup());
            ConfigEnvelope other = config.toBuilder()
                    .setConfig(config.getConfig().toBuilder().setChannelGroup(group))
                    .build();
            ByteString bytes =
                    payload.toBuilder().setData(other.toByteString()).build().toByteString();
            return BlockData.newBuilder()
                    .addData(envelope.toBuilder().setPayload(bytes).build().toByteString())
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Has the orderer name itself by a number from here on, as the consenters of a BFT channel do. */
    public ForgedChannel signedByNumber(int number) {
        ordererNumber = number;
        return this;
    }

    public SigningIdentity orderer() {
        return crypto.orderer().node();
    }

    public List<OrganisationMaterial> organisations() {
        return crypto.organisations();
    }

    /** The root of trust. */
    public ByteString genesisHash() {
        return BlockHashes.headerHash(blocks.get(0).getHeader());
    }

    public WorldState state() {
        return state;
    }

    public long height() {
        return blocks.size();
    }

    /** Puts a chaincode's definition on the ledger, with the policy that most channels have. */
    public void define(String chaincode) {
        define(chaincode, "vscc");
    }

    /** Puts a chaincode's definition on the ledger that names a validation plugin. */
    public void define(String chaincode, String plugin) {
        ChaincodeValidationInfo validation = ChaincodeValidationInfo.newBuilder()
                .setValidationPlugin(plugin)
                .setValidationParameter(ApplicationPolicy.newBuilder()
                        .setChannelConfigPolicyReference("/Channel/Application/Endorsement")
                        .build()
                        .toByteString())
                .build();
        ByteString metadata = StateMetadata.newBuilder()
                .setDatatype("ChaincodeDefinition")
                .addFields("ValidationInfo")
                .build()
                .toByteString();
        ByteString field = StateData.newBuilder()
                .setBytes(validation.toByteString())
                .build()
                .toByteString();
        KVRWSet writes = KVRWSet.newBuilder()
                .addWrites(write("namespaces/fields/" + chaincode + "/ValidationInfo", field))
                .addWrites(write("namespaces/metadata/" + chaincode, metadata))
                .build();
        commit(envelope(
                new Call("_lifecycle", organisations().get(0).admin(), 1_700_000_000_000L, List.of()),
                action("_lifecycle", writes)));
    }

    /** Who asks what of which chaincode, and when. */
    public record Call(String chaincode, SigningIdentity creator, long timeMillis, List<String> arguments) {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    public static KVWrite write(String key, ByteString value) {
        return KVWrite.newBuilder().setKey(key).setValue(value).build();
    }

    public static ChaincodeAction action(String chaincode, KVRWSet writes) {
        TxReadWriteSet results = TxReadWriteSet.newBuilder()
                .addNsRwset(NsReadWriteSet.newBuilder().setNamespace(chaincode).setRwset(writes.toByteString()))
                .build();
        return ChaincodeAction.newBuilder()
                .setChaincodeId(ChaincodeID.newBuilder().setName(chaincode).setVersion("1.0"))
                .setResults(results.toByteString())
                .build();
    }

    public SignatureHeader header(Call call) {
        return SignatureHeader.newBuilder()
                .setCreator(call.creator().serialized())
                .setNonce(ByteString.copyFromUtf8("nonce " + nonces++))
                .build();
    }

    public Envelope envelope(Call call, ChaincodeAction action) {
        return envelope(call, header(call), action);
    }

    /** Makes a transaction that two of three organisations endorse. */
    public Envelope envelope(Call call, SignatureHeader signatureHeader, ChaincodeAction action) {
        ChaincodeID id = ChaincodeID.newBuilder().setName(call.chaincode()).build();
        ChannelHeader channelHeader = ChannelHeader.newBuilder()
                .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
                .setChannelId(CHANNEL)
                .setTxId(BlockHashes.transactionId(signatureHeader.getNonce(), signatureHeader.getCreator()))
                .setTimestamp(Timestamp.newBuilder()
                        .setSeconds(call.timeMillis() / 1000)
                        .setNanos((int) (call.timeMillis() % 1000) * 1_000_000))
                .setExtension(ChaincodeHeaderExtension.newBuilder()
                        .setChaincodeId(id)
                        .build()
                        .toByteString())
                .build();
        Header header = Header.newBuilder()
                .setChannelHeader(channelHeader.toByteString())
                .setSignatureHeader(signatureHeader.toByteString())
                .build();
        ChaincodeInput.Builder input = ChaincodeInput.newBuilder();
        call.arguments().forEach(argument -> input.addArgs(ByteString.copyFromUtf8(argument)));
        ByteString proposal = ChaincodeProposalPayload.newBuilder()
                .setInput(ChaincodeInvocationSpec.newBuilder()
                        .setChaincodeSpec(
                                ChaincodeSpec.newBuilder().setChaincodeId(id).setInput(input))
                        .build()
                        .toByteString())
                .build()
                .toByteString();
        ByteString proposalHash = ByteString.copyFrom(Sha256.of(header.getChannelHeader()
                .concat(header.getSignatureHeader())
                .concat(proposal)
                .toByteArray()));
        ByteString response = ProposalResponsePayload.newBuilder()
                .setProposalHash(proposalHash)
                .setExtension(action.toByteString())
                .build()
                .toByteString();
        ChaincodeEndorsedAction.Builder endorsed =
                ChaincodeEndorsedAction.newBuilder().setProposalResponsePayload(response);
        for (OrganisationMaterial organisation : organisations().subList(0, 2)) {
            SigningIdentity peer = organisation.node();
            endorsed.addEndorsements(Endorsement.newBuilder()
                    .setEndorser(peer.serialized())
                    .setSignature(sign(peer, response.concat(peer.serialized()))));
        }
        TransactionAction transaction = TransactionAction.newBuilder()
                .setHeader(signatureHeader.toByteString())
                .setPayload(ChaincodeActionPayload.newBuilder()
                        .setChaincodeProposalPayload(proposal)
                        .setAction(endorsed)
                        .build()
                        .toByteString())
                .build();
        ByteString payload = Payload.newBuilder()
                .setHeader(header)
                .setData(
                        Transaction.newBuilder().addActions(transaction).build().toByteString())
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(sign(call.creator(), payload))
                .build();
    }

    /** Commits transactions in one block, all as valid ones. */
    public void commit(Envelope... envelopes) {
        BlockData.Builder all = BlockData.newBuilder();
        for (Envelope envelope : envelopes) {
            all.addData(envelope.toByteString());
        }
        BlockData data = all.build();
        BlockHeader header = BlockHeader.newBuilder()
                .setNumber(height())
                .setPreviousHash(
                        BlockHashes.headerHash(blocks.get(blocks.size() - 1).getHeader()))
                .setDataHash(BlockHashes.dataHash(data))
                .build();
        ByteString flags = ByteString.copyFrom(new byte[envelopes.length]);
        BlockUpdates updates = ForgedState.updates(state, data, height());
        commitHash = CommitHash.of(flags, updates, commitHash);
        state.apply(updates);
        blocks.add(Block.newBuilder()
                .setHeader(header)
                .setData(data)
                .setMetadata(BlockMetadata.newBuilder()
                        .addMetadata(signatures(header))
                        .addMetadata(ByteString.EMPTY)
                        .addMetadata(flags)
                        .addMetadata(ByteString.EMPTY)
                        .addMetadata(Metadata.newBuilder()
                                .setValue(commitHash)
                                .build()
                                .toByteString()))
                .build());
    }

    private ByteString signatures(BlockHeader header) {
        ByteString value = OrdererBlockMetadata.newBuilder()
                .setLastConfig(LastConfig.getDefaultInstance())
                .build()
                .toByteString();
        MetadataSignature.Builder signature = MetadataSignature.newBuilder();
        ByteString signer;
        if (ordererNumber == 0) {
            signer = SignatureHeader.newBuilder()
                    .setCreator(orderer().serialized())
                    .setNonce(ByteString.copyFromUtf8("orderer"))
                    .build()
                    .toByteString();
            signature.setSignatureHeader(signer);
        } else {
            signer = IdentifierHeader.newBuilder()
                    .setIdentifier(ordererNumber)
                    .build()
                    .toByteString();
            signature.setIdentifierHeader(signer);
        }
        ByteString signed = value.concat(signer).concat(BlockHashes.headerBytes(header));
        return Metadata.newBuilder()
                .setValue(value)
                .addSignatures(signature.setSignature(sign(orderer(), signed)))
                .build()
                .toByteString();
    }

    private static ByteString sign(SigningIdentity signer, ByteString message) {
        return ByteString.copyFrom(signer.sign(message.toByteArray()));
    }

    /** Writes the blocks to a folder of their own. */
    public BlockSource stored(Path folder) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (Block block : blocks) {
                block.writeDelimitedTo(out);
            }
            Path ledger = Files.createDirectories(folder.resolve("ledger"));
            Files.write(ledger.resolve("blockfile_000000"), out.toByteArray());
            return new BlockFiles(ledger);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
