package org.evenhand.network.validation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.msp.MspRegistry;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * The single action of an endorser transaction, bound to its proposal by the proposal's hash.
 *
 * @param responseBytes what the endorsers signed, each together with its own identity.
 * @param response the same, parsed.
 * @param endorsements who signed.
 */
record EndorsedAction(ByteString responseBytes, ProposalResponsePayload response, List<Endorsement> endorsements) {
    EndorsedAction {
        endorsements = List.copyOf(endorsements);
    }

    static EndorsedAction of(OpenedEnvelope opened) throws Refusal {
        try {
            Transaction transaction = Transaction.parseFrom(opened.payload().getData());
            if (transaction.getActionsCount() != 1) {
                throw malformed("a transaction has one action, not " + transaction.getActionsCount());
            }
            TransactionAction action = transaction.getActions(0);
            SignatureHeader header = SignatureHeader.parseFrom(action.getHeader());
            if (header.getNonce().isEmpty() || header.getCreator().isEmpty()) {
                throw malformed("action without nonce or creator");
            }
            ChaincodeActionPayload payload = ChaincodeActionPayload.parseFrom(action.getPayload());
            ByteString responseBytes = payload.getAction().getProposalResponsePayload();
            ProposalResponsePayload response = ProposalResponsePayload.parseFrom(responseBytes);
            ByteString hash = proposalHash(
                    opened.payload().getHeader().getChannelHeader(),
                    action.getHeader(),
                    payload.getChaincodeProposalPayload());
            if (!hash.equals(response.getProposalHash())) {
                throw malformed("proposal hash does not match");
            }
            return new EndorsedAction(
                    responseBytes, response, payload.getAction().getEndorsementsList());
        } catch (InvalidProtocolBufferException e) {
            throw malformed("unreadable transaction");
        }
    }

    /**
     * The endorsers whose signatures hold, each counted once. Who is unknown, or signed something else, counts for
     * nothing.
     */
    List<Identity> signers(MspRegistry msps) {
        Set<Identity> seen = new HashSet<>();
        List<Identity> signers = new ArrayList<>();
        for (Endorsement endorsement : endorsements) {
            Optional<Identity> endorser = msps.known(endorsement.getEndorser());
            if (endorser.isEmpty() || seen.contains(endorser.get())) {
                continue;
            }
            byte[] message = responseBytes.concat(endorsement.getEndorser()).toByteArray();
            if (endorser.get().verifies(message, endorsement.getSignature().toByteArray())) {
                seen.add(endorser.get());
                signers.add(endorser.get());
            }
        }
        return signers;
    }

    private static ByteString proposalHash(ByteString channelHeader, ByteString signatureHeader, ByteString payload) {
        MessageDigest digest = BlockHashes.sha256();
        digest.update(channelHeader.asReadOnlyByteBuffer());
        digest.update(signatureHeader.asReadOnlyByteBuffer());
        digest.update(payload.asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    }

    private static Refusal malformed(String reason) {
        return new Refusal(TxValidationCode.INVALID_ENDORSER_TRANSACTION, reason);
    }
}
