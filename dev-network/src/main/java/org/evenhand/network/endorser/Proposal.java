package org.evenhand.network.endorser;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.MessageDigest;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.transaction.TransactionIds;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/**
 * A signed proposal with all its layers parsed once. That it parses says nothing about who sent it.
 *
 * @param signed what the client sent.
 * @param header the header as it goes into the transaction.
 * @param channelHeader the parsed channel header.
 * @param signatureHeader creator and nonce.
 * @param chaincode the name of the chaincode.
 * @param input the function and its arguments.
 * @param payload the marshalled payload without its transient part: what goes into the transaction.
 * @param hasTransientData whether the proposal carries data that must not go into the transaction.
 */
public record Proposal(
        SignedProposal signed,
        Header header,
        ChannelHeader channelHeader,
        SignatureHeader signatureHeader,
        String chaincode,
        ChaincodeInput input,
        ByteString payload,
        boolean hasTransientData) {
    /**
     * Parses a proposal.
     *
     * @throws ProposalException if a layer is missing or malformed.
     */
    public static Proposal parse(SignedProposal signed) throws ProposalException {
        if (signed.getProposalBytes().isEmpty()) {
            throw new ProposalException("a signed proposal is required");
        }
        try {
            var proposal = org.hyperledger.fabric.protos.peer.Proposal.parseFrom(signed.getProposalBytes());
            Header header = Header.parseFrom(proposal.getHeader());
            ChannelHeader channelHeader = ChannelHeader.parseFrom(header.getChannelHeader());
            SignatureHeader signatureHeader = SignatureHeader.parseFrom(header.getSignatureHeader());
            String chaincode = ChaincodeHeaderExtension.parseFrom(channelHeader.getExtension())
                    .getChaincodeId()
                    .getName();
            if (chaincode.isEmpty()) {
                throw new ProposalException("ChaincodeHeaderExtension.ChaincodeId.Name is empty");
            }
            ChaincodeProposalPayload payload = ChaincodeProposalPayload.parseFrom(proposal.getPayload());
            ChaincodeInvocationSpec invocation = ChaincodeInvocationSpec.parseFrom(payload.getInput());
            if (!invocation.getChaincodeSpec().hasInput()) {
                throw new ProposalException("chaincode input did not contain any input");
            }
            boolean hasTransientData = payload.getTransientMapCount() > 0;
            return new Proposal(
                    signed,
                    header,
                    channelHeader,
                    signatureHeader,
                    chaincode,
                    invocation.getChaincodeSpec().getInput(),
                    payload.toBuilder().clearTransientMap().build().toByteString(),
                    hasTransientData);
        } catch (InvalidProtocolBufferException e) {
            throw new ProposalException("error unmarshalling proposal: " + e.getMessage());
        }
    }

    /** The channel's name. */
    public String channel() {
        return channelHeader.getChannelId();
    }

    /** The transaction's id, as the client claims it. */
    public String txId() {
        return channelHeader.getTxId();
    }

    /** The id that the nonce and the creator give: hex SHA-256. */
    String computedTxId() {
        return TransactionIds.compute(signatureHeader.getNonce(), signatureHeader.getCreator());
    }

    /**
     * The hash that ties an endorsement to this proposal: SHA-256 over both headers and the payload without transient
     * data.
     */
    ByteString hash() {
        MessageDigest digest = BlockHashes.sha256();
        digest.update(header.getChannelHeader().asReadOnlyByteBuffer());
        digest.update(header.getSignatureHeader().asReadOnlyByteBuffer());
        digest.update(payload.asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    }
}
