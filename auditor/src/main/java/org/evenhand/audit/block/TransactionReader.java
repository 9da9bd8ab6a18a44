package org.evenhand.audit.block;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.PresentedIdentity;
import org.evenhand.audit.identity.Sha256;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.audit.identity.Signer;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Takes envelopes apart in the order in which a Fabric peer does, and checks every signature on the way: that is the
 * expensive part, and it needs nothing that an earlier block could change. Safe for use by several threads.
 */
final class TransactionReader {
    private final SignatureProvider provider;
    private final IdentityCache identities;

    TransactionReader(SignatureProvider provider, IdentityCache identities) {
        this.provider = provider;
        this.identities = identities;
    }

    Transaction read(int index, ByteString bytes) {
        Transaction transaction = new Transaction(index);
        Envelope envelope;
        try {
            envelope = Envelope.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return transaction.failHeader(TxValidationCode.INVALID_OTHER_REASON);
        }
        Payload payload;
        try {
            payload = Payload.parseFrom(envelope.getPayload());
        } catch (InvalidProtocolBufferException e) {
            return transaction.failHeader(TxValidationCode.BAD_PAYLOAD);
        }
        return readHeaders(transaction, envelope, payload);
    }

    private Transaction readHeaders(Transaction transaction, Envelope envelope, Payload payload) {
        Header header = payload.getHeader();
        ChannelHeader channelHeader;
        SignatureHeader signatureHeader;
        try {
            channelHeader = ChannelHeader.parseFrom(header.getChannelHeader());
            signatureHeader = SignatureHeader.parseFrom(header.getSignatureHeader());
        } catch (InvalidProtocolBufferException e) {
            return transaction.failHeader(TxValidationCode.BAD_COMMON_HEADER);
        }
        String computedId = BlockHashes.transactionId(signatureHeader.getNonce(), signatureHeader.getCreator());
        String indexedId = channelHeader.getTxId().isEmpty() ? computedId : channelHeader.getTxId();
        transaction.identify(payload.hasHeader() ? indexedId : "", channelHeader);
        if (channelHeader.getType() == HeaderType.CONFIG_VALUE) {
            readConfig(transaction, payload); // Block 0 has a configuration and no creator.
        }
        if (!payload.hasHeader() || !isAcceptable(channelHeader) || !isAcceptable(signatureHeader)) {
            return transaction.failHeader(TxValidationCode.BAD_COMMON_HEADER);
        }
        PresentedIdentity creator = identities.of(signatureHeader.getCreator());
        transaction.createdBy(
                new Signer(creator, creator.hasSigned(provider, envelope.getSignature(), envelope.getPayload())));
        return switch (HeaderType.forNumber(channelHeader.getType())) {
            case ENDORSER_TRANSACTION ->
                channelHeader.getTxId().equals(computedId)
                        ? readEndorsed(transaction, payload)
                        : transaction.failBody(TxValidationCode.BAD_PROPOSAL_TXID);
            case CONFIG -> transaction;
            default -> transaction.failBody(TxValidationCode.UNSUPPORTED_TX_PAYLOAD);
        };
    }

    private static boolean isAcceptable(ChannelHeader header) {
        HeaderType type = HeaderType.forNumber(header.getType());
        return header.getEpoch() == 0
                && (type == HeaderType.ENDORSER_TRANSACTION
                        || type == HeaderType.CONFIG_UPDATE
                        || type == HeaderType.CONFIG);
    }

    private static boolean isAcceptable(SignatureHeader header) {
        return !header.getNonce().isEmpty() && !header.getCreator().isEmpty();
    }

    private static void readConfig(Transaction transaction, Payload payload) {
        try {
            transaction.configures(ConfigEnvelope.parseFrom(payload.getData()));
        } catch (InvalidProtocolBufferException e) {
            transaction.failBody(TxValidationCode.INVALID_CONFIG_TRANSACTION);
        }
    }

    private Transaction readEndorsed(Transaction transaction, Payload payload) {
        ChaincodeActionPayload action;
        ProposalResponsePayload response;
        try {
            var parsed = org.hyperledger.fabric.protos.peer.Transaction.parseFrom(payload.getData());
            if (parsed.getActionsCount() != 1
                    || !isAcceptable(
                            SignatureHeader.parseFrom(parsed.getActions(0).getHeader()))) {
                return transaction.failBody(TxValidationCode.INVALID_ENDORSER_TRANSACTION);
            }
            TransactionAction only = parsed.getActions(0);
            action = ChaincodeActionPayload.parseFrom(only.getPayload());
            response = ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload());
            ByteString expected = proposalHash(payload.getHeader(), only, action);
            if (!action.hasAction() || !expected.equals(response.getProposalHash())) {
                return transaction.failBody(TxValidationCode.INVALID_ENDORSER_TRANSACTION);
            }
        } catch (InvalidProtocolBufferException e) {
            return transaction.failBody(TxValidationCode.INVALID_ENDORSER_TRANSACTION);
        }
        return readCall(transaction, action, response);
    }

    private static ByteString proposalHash(Header header, TransactionAction action, ChaincodeActionPayload payload) {
        MessageDigest digest = Sha256.digest();
        digest.update(header.getChannelHeader().asReadOnlyByteBuffer());
        digest.update(action.getHeader().asReadOnlyByteBuffer());
        digest.update(payload.getChaincodeProposalPayload().asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    }

    private Transaction readCall(
            Transaction transaction, ChaincodeActionPayload payload, ProposalResponsePayload response) {
        ChaincodeHeaderExtension extension;
        try {
            extension = ChaincodeHeaderExtension.parseFrom(
                    transaction.channelHeader().getExtension());
        } catch (InvalidProtocolBufferException e) {
            return transaction.failCall(TxValidationCode.BAD_HEADER_EXTENSION);
        }
        ChaincodeAction action;
        try {
            if (response.getExtension().isEmpty()) {
                return transaction.failCall(TxValidationCode.BAD_RESPONSE_PAYLOAD);
            }
            action = ChaincodeAction.parseFrom(response.getExtension());
        } catch (InvalidProtocolBufferException e) {
            return transaction.failCall(TxValidationCode.BAD_RESPONSE_PAYLOAD);
        }
        ReadWriteSet readWriteSet;
        try {
            readWriteSet = ReadWriteSet.parse(action.getResults());
        } catch (InvalidProtocolBufferException e) {
            return transaction.failCall(TxValidationCode.BAD_RWSET);
        }
        transaction.calls(new ChaincodeCall(
                action.getChaincodeId().getName(),
                payload.getChaincodeProposalPayload(),
                action,
                readWriteSet,
                endorsers(payload)));
        return transaction.failCall(callFault(extension, action, readWriteSet));
    }

    private List<Signer> endorsers(ChaincodeActionPayload payload) {
        List<Signer> endorsers = new ArrayList<>();
        ByteString signed = payload.getAction().getProposalResponsePayload();
        for (Endorsement endorsement : payload.getAction().getEndorsementsList()) {
            PresentedIdentity endorser = identities.of(endorsement.getEndorser());
            boolean valid = endorser.hasSigned(provider, endorsement.getSignature(), signed, endorsement.getEndorser());
            endorsers.add(new Signer(endorser, valid));
        }
        return endorsers;
    }

    private static TxValidationCode callFault(
            ChaincodeHeaderExtension extension, ChaincodeAction action, ReadWriteSet readWriteSet) {
        if (!extension.hasChaincodeId() || !action.hasChaincodeId()) {
            return TxValidationCode.INVALID_OTHER_REASON;
        }
        String name = extension.getChaincodeId().getName();
        if (name.isEmpty()
                || !name.equals(action.getChaincodeId().getName())
                || action.getChaincodeId().getVersion().isEmpty()) {
            return TxValidationCode.INVALID_CHAINCODE;
        }
        // An event that is there and empty is none, as for a peer since Fabric 2.5: Go decodes both to nil.
        if (!action.getEvents().isEmpty() && !isEventOf(name, action.getEvents())) {
            return TxValidationCode.INVALID_OTHER_REASON;
        }
        Set<String> namespaces = new HashSet<>();
        for (ReadWriteSet.Namespace namespace : readWriteSet.namespaces()) {
            if (!namespaces.add(namespace.name())) {
                return TxValidationCode.ILLEGAL_WRITESET;
            }
        }
        return TxValidationCode.VALID;
    }

    private static boolean isEventOf(String chaincode, ByteString event) {
        try {
            return ChaincodeEvent.parseFrom(event).getChaincodeId().equals(chaincode);
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
