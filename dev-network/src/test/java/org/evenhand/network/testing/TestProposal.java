package org.evenhand.network.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.transaction.TransactionIds;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeSpec;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.SignedProposal;

/** Makes signed proposals, also such as no SDK would make. */
public final class TestProposal {
    private TestProposal() {}

    /** A proposal as it should be, with the header changed before it is signed. */
    public static SignedProposal signed(SigningIdentity creator, UnaryOperator<ChannelHeader.Builder> change) {
        ByteString nonce = ByteString.copyFromUtf8("nonce " + System.nanoTime());
        ChaincodeID chaincode =
                ChaincodeID.newBuilder().setName(TestChannel.CHAINCODE).build();
        Instant now = Instant.now();
        ChannelHeader.Builder channelHeader = ChannelHeader.newBuilder()
                .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
                .setChannelId(TestChannel.CHANNEL)
                .setTxId(TransactionIds.compute(nonce, creator.serialized()))
                .setTimestamp(Timestamp.newBuilder().setSeconds(now.getEpochSecond()))
                .setExtension(ChaincodeHeaderExtension.newBuilder()
                        .setChaincodeId(chaincode)
                        .build()
                        .toByteString());
        Header header = Header.newBuilder()
                .setChannelHeader(change.apply(channelHeader).build().toByteString())
                .setSignatureHeader(SignatureHeader.newBuilder()
                        .setCreator(creator.serialized())
                        .setNonce(nonce)
                        .build()
                        .toByteString())
                .build();
        ChaincodeInvocationSpec invocation = ChaincodeInvocationSpec.newBuilder()
                .setChaincodeSpec(ChaincodeSpec.newBuilder()
                        .setChaincodeId(chaincode)
                        .setInput(ChaincodeInput.newBuilder().addArgs(ByteString.copyFromUtf8("get"))))
                .build();
        ByteString bytes = Proposal.newBuilder()
                .setHeader(header.toByteString())
                .setPayload(ChaincodeProposalPayload.newBuilder()
                        .setInput(invocation.toByteString())
                        .build()
                        .toByteString())
                .build()
                .toByteString();
        return SignedProposal.newBuilder()
                .setProposalBytes(bytes)
                .setSignature(ByteString.copyFrom(creator.sign(bytes.toByteArray())))
                .build();
    }
}
