package org.evenhand.network.transaction;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
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

/**
 * A proposal on its way to becoming a transaction, for those who hold the keys of client and peers alike: the network
 * itself when it defines a chaincode, and tests.
 */
public final class TransactionDraft {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 24;

    private final SigningIdentity creator;
    private final String txId;
    private final Header header;
    private final ByteString proposalPayload;

    private TransactionDraft(SigningIdentity creator, String txId, Header header, ByteString proposalPayload) {
        this.creator = creator;
        this.txId = txId;
        this.header = header;
        this.proposalPayload = proposalPayload;
    }

    /** Proposes to call a chaincode; the first argument is the function's name. */
    public static TransactionDraft of(
            String channel, String chaincode, List<ByteString> arguments, SigningIdentity creator) {
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        ByteString nonce = ByteString.copyFrom(random);
        String txId = TransactionIds.compute(nonce, creator.serialized());
        ChaincodeID chaincodeId = ChaincodeID.newBuilder().setName(chaincode).build();
        Instant now = Instant.now();
        ChannelHeader channelHeader = ChannelHeader.newBuilder()
                .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
                .setChannelId(channel)
                .setTxId(txId)
                .setTimestamp(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setExtension(ChaincodeHeaderExtension.newBuilder()
                        .setChaincodeId(chaincodeId)
                        .build()
                        .toByteString())
                .build();
        SignatureHeader signatureHeader = SignatureHeader.newBuilder()
                .setCreator(creator.serialized())
                .setNonce(nonce)
                .build();
        ChaincodeSpec spec = ChaincodeSpec.newBuilder()
                .setType(ChaincodeSpec.Type.GOLANG)
                .setChaincodeId(chaincodeId)
                .setInput(ChaincodeInput.newBuilder().addAllArgs(arguments))
                .build();
        ChaincodeProposalPayload payload = ChaincodeProposalPayload.newBuilder()
                .setInput(ChaincodeInvocationSpec.newBuilder()
                        .setChaincodeSpec(spec)
                        .build()
                        .toByteString())
                .build();
        Header header = Header.newBuilder()
                .setChannelHeader(channelHeader.toByteString())
                .setSignatureHeader(signatureHeader.toByteString())
                .build();
        return new TransactionDraft(creator, txId, header, payload.toByteString());
    }

    /** The transaction's id. */
    public String txId() {
        return txId;
    }

    /** The transaction with this result, endorsed by each of the peers and signed by the creator. */
    public Envelope endorsed(ChaincodeAction action, List<SigningIdentity> peers) {
        ByteString response = ProposalResponsePayload.newBuilder()
                .setProposalHash(proposalHash())
                .setExtension(action.toByteString())
                .build()
                .toByteString();
        ChaincodeEndorsedAction.Builder endorsedAction =
                ChaincodeEndorsedAction.newBuilder().setProposalResponsePayload(response);
        for (SigningIdentity peer : peers) {
            byte[] message = response.concat(peer.serialized()).toByteArray();
            endorsedAction.addEndorsements(Endorsement.newBuilder()
                    .setEndorser(peer.serialized())
                    .setSignature(ByteString.copyFrom(peer.sign(message))));
        }
        ChaincodeActionPayload actionPayload = ChaincodeActionPayload.newBuilder()
                .setChaincodeProposalPayload(proposalPayload)
                .setAction(endorsedAction)
                .build();
        Transaction transaction = Transaction.newBuilder()
                .addActions(TransactionAction.newBuilder()
                        .setHeader(header.getSignatureHeader())
                        .setPayload(actionPayload.toByteString()))
                .build();
        return signed(Payload.newBuilder()
                .setHeader(header)
                .setData(transaction.toByteString())
                .build());
    }

    private ByteString proposalHash() {
        MessageDigest digest = BlockHashes.sha256();
        digest.update(header.getChannelHeader().asReadOnlyByteBuffer());
        digest.update(header.getSignatureHeader().asReadOnlyByteBuffer());
        digest.update(proposalPayload.asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    }

    private Envelope signed(Payload payload) {
        ByteString bytes = payload.toByteString();
        return Envelope.newBuilder()
                .setPayload(bytes)
                .setSignature(ByteString.copyFrom(creator.sign(bytes.toByteArray())))
                .build();
    }
}
