package org.evenhand.network.validation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.msp.IdentityException;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * An envelope whose headers are readable and complete.
 *
 * @param envelope payload and creator's signature.
 * @param payload headers and transaction.
 * @param channel the channel header.
 * @param signature nonce and creator.
 */
record OpenedEnvelope(Envelope envelope, Payload payload, ChannelHeader channel, SignatureHeader signature) {
    static OpenedEnvelope open(ByteString data) throws Refusal {
        Envelope envelope;
        try {
            envelope = Envelope.parseFrom(data);
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(TxValidationCode.INVALID_OTHER_REASON, "no envelope");
        }
        Payload payload;
        try {
            payload = Payload.parseFrom(envelope.getPayload());
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(TxValidationCode.BAD_PAYLOAD, "no payload");
        }
        try {
            OpenedEnvelope opened = new OpenedEnvelope(
                    envelope,
                    payload,
                    ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()),
                    SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader()));
            opened.checkHeaders();
            return opened;
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal(TxValidationCode.BAD_COMMON_HEADER, "unreadable header");
        }
    }

    private void checkHeaders() throws Refusal {
        boolean knownType =
                switch (channel.getType()) {
                    case HeaderType.ENDORSER_TRANSACTION_VALUE,
                            HeaderType.CONFIG_VALUE,
                            HeaderType.CONFIG_UPDATE_VALUE -> true;
                    default -> false;
                };
        if (!payload.hasHeader() || !knownType || channel.getEpoch() != 0) {
            throw new Refusal(TxValidationCode.BAD_COMMON_HEADER, "header missing, or of unknown type or epoch");
        }
        if (signature.getNonce().isEmpty() || signature.getCreator().isEmpty()) {
            throw new Refusal(TxValidationCode.BAD_COMMON_HEADER, "no nonce or no creator");
        }
    }

    /**
     * Checks the creator against the channel's MSPs. Another channel's name, or none, fails here, too: its MSPs are
     * unknown to this one.
     */
    void checkCreator(ChannelConfig config) throws Refusal {
        boolean foreign = !channel.getChannelId().equals(config.channel());
        try {
            Identity creator = config.msps().identity(signature.getCreator());
            if (foreign
                    || !creator.verifies(
                            envelope.getPayload().toByteArray(),
                            envelope.getSignature().toByteArray())) {
                throw new Refusal(TxValidationCode.BAD_CREATOR_SIGNATURE, "not signed by its creator");
            }
        } catch (IdentityException e) {
            throw new Refusal(TxValidationCode.BAD_CREATOR_SIGNATURE, String.valueOf(e.getMessage()));
        }
    }
}
