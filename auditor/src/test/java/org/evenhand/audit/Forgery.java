package org.evenhand.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.evenhand.audit.block.BlockHashes;
import org.evenhand.audit.identity.Sha256;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;

/**
 * A transaction in its parts, of which any may be changed before those who hold the keys sign what encloses it: so a
 * fault deep inside is not hidden by a signature that no longer matches.
 */
final class Forgery {
    final SigningIdentity creator;
    final ChannelHeader.Builder channelHeader;
    final SignatureHeader.Builder signatureHeader;
    final ChaincodeAction.Builder action;
    final TxReadWriteSet.Builder results = TxReadWriteSet.newBuilder();
    final List<SigningIdentity> endorsers;
    final List<Endorsement> extraEndorsements = new ArrayList<>();
    /** How an endorser shows itself, where that is not as usual. */
    final Map<SigningIdentity, ByteString> presented = new HashMap<>();

    UnaryOperator<ByteString> changeResults = UnaryOperator.identity();
    UnaryOperator<ByteString> changeAction = UnaryOperator.identity();
    UnaryOperator<ByteString> changeResponse = UnaryOperator.identity();
    UnaryOperator<ByteString> changeEndorsed = UnaryOperator.identity();
    UnaryOperator<ByteString> changeActionHeader = UnaryOperator.identity();
    UnaryOperator<ByteString> changeActionPayload = UnaryOperator.identity();
    UnaryOperator<ByteString> changeTransaction = UnaryOperator.identity();
    UnaryOperator<ByteString> changeChannelHeader = UnaryOperator.identity();
    UnaryOperator<ByteString> changePayload = UnaryOperator.identity();
    UnaryOperator<ByteString> changeSignature = UnaryOperator.identity();
    boolean withHeader = true;
    int actions = 1;

    Forgery(String channel, String chaincode, SigningIdentity creator, byte[] nonce, List<SigningIdentity> endorsers) {
        this.creator = creator;
        this.endorsers = new ArrayList<>(endorsers);
        ByteString nonceBytes = ByteString.copyFrom(nonce);
        ChaincodeID id = ChaincodeID.newBuilder().setName(chaincode).build();
        signatureHeader =
                SignatureHeader.newBuilder().setCreator(creator.serialized()).setNonce(nonceBytes);
        channelHeader = ChannelHeader.newBuilder()
                .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
                .setChannelId(channel)
                .setTxId(BlockHashes.transactionId(nonceBytes, creator.serialized()))
                .setTimestamp(Timestamp.newBuilder().setSeconds(1_800_000_000L))
                .setExtension(ChaincodeHeaderExtension.newBuilder()
                        .setChaincodeId(id)
                        .build()
                        .toByteString());
        action = ChaincodeAction.newBuilder().setChaincodeId(id.toBuilder().setVersion("1.0"));
    }

    /** Puts it together from the inside out, and signs on the way. */
    Envelope sealed() {
        Header header = Header.newBuilder()
                .setChannelHeader(
                        changeChannelHeader.apply(channelHeader.build().toByteString()))
                .setSignatureHeader(signatureHeader.build().toByteString())
                .build();
        ByteString actionHeader = changeActionHeader.apply(header.getSignatureHeader());
        ByteString proposal = ByteString.copyFromUtf8("proposal");
        ByteString response = response(header, actionHeader, proposal);
        ChaincodeEndorsedAction.Builder endorsed =
                ChaincodeEndorsedAction.newBuilder().setProposalResponsePayload(changeEndorsed.apply(response));
        for (SigningIdentity endorser : endorsers) {
            ByteString shown = presented.getOrDefault(endorser, endorser.serialized());
            endorsed.addEndorsements(
                    Endorsement.newBuilder().setEndorser(shown).setSignature(sign(endorser, response.concat(shown))));
        }
        ChaincodeActionPayload actionPayload = ChaincodeActionPayload.newBuilder()
                .setChaincodeProposalPayload(proposal)
                .setAction(endorsed.addAllEndorsements(extraEndorsements))
                .build();
        Transaction.Builder transaction = Transaction.newBuilder();
        for (int i = 0; i < actions; i++) {
            transaction.addActions(TransactionAction.newBuilder()
                    .setHeader(actionHeader)
                    .setPayload(changeActionPayload.apply(actionPayload.toByteString())));
        }
        Payload.Builder payload = Payload.newBuilder()
                .setData(changeTransaction.apply(transaction.build().toByteString()));
        if (withHeader) {
            payload.setHeader(header);
        }
        ByteString bytes = changePayload.apply(payload.build().toByteString());
        return Envelope.newBuilder()
                .setPayload(bytes)
                .setSignature(changeSignature.apply(sign(creator, bytes)))
                .build();
    }

    private ByteString response(Header header, ByteString actionHeader, ByteString proposal) {
        ByteString hashed = header.getChannelHeader().concat(actionHeader).concat(proposal);
        ChaincodeAction whole = action.setResults(
                        changeResults.apply(results.build().toByteString()))
                .build();
        return changeResponse.apply(ProposalResponsePayload.newBuilder()
                .setProposalHash(ByteString.copyFrom(Sha256.of(hashed.toByteArray())))
                .setExtension(changeAction.apply(whole.toByteString()))
                .build()
                .toByteString());
    }

    static ByteString sign(SigningIdentity signer, ByteString message) {
        return ByteString.copyFrom(signer.sign(message.toByteArray()));
    }
}
