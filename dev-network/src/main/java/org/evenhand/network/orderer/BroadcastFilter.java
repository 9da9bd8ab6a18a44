package org.evenhand.network.orderer;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.util.Optional;
import org.evenhand.network.access.AccessDeniedException;
import org.evenhand.network.access.ChannelAccess;
import org.evenhand.network.access.Right;
import org.evenhand.network.ledger.Ledger;
import org.evenhand.network.msp.Identity;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.common.Status;
import org.jspecify.annotations.Nullable;

/** Decides which envelopes are worth ordering. Whether a transaction takes effect is not the orderer's to say. */
final class BroadcastFilter {
    private final Ledger ledger;
    private final ChannelAccess access;
    private final Clock clock;

    BroadcastFilter(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.access = new ChannelAccess(ledger);
        this.clock = clock;
    }

    /** The refusal, if there is one. */
    Optional<Broadcast> refusal(Envelope envelope) {
        long bytesMax = ledger.config().absoluteMaxBytes();
        if (BatchCutter.size(envelope) > bytesMax) {
            return refuse(
                    Status.BAD_REQUEST,
                    "message payload is " + BatchCutter.size(envelope) + " bytes and exceeds maximum allowed "
                            + bytesMax + " bytes");
        }
        try {
            Header header = Payload.parseFrom(envelope.getPayload()).getHeader();
            ChannelHeader channelHeader = ChannelHeader.parseFrom(header.getChannelHeader());
            if (!channelHeader.getChannelId().equals(ledger.channel())) {
                return refuse(Status.NOT_FOUND, "channel does not exist");
            }
            if (channelHeader.getType() != HeaderType.ENDORSER_TRANSACTION_VALUE) {
                return refuse(
                        Status.BAD_REQUEST,
                        "the embedded network orders endorser transactions alone, not type " + channelHeader.getType());
            }
            SignatureHeader signatureHeader = SignatureHeader.parseFrom(header.getSignatureHeader());
            Identity creator = access.require(
                    Right.WRITE, signatureHeader.getCreator(), envelope.getPayload(), envelope.getSignature());
            return creator.expiredAt(clock.instant())
                    ? refuse(Status.BAD_REQUEST, "broadcast client identity expired")
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return refuse(Status.BAD_REQUEST, "malformed envelope: " + e.getMessage());
        } catch (AccessDeniedException e) {
            return refuse(Status.FORBIDDEN, e.getMessage());
        }
    }

    private static Optional<Broadcast> refuse(Status status, @Nullable String why) {
        return Optional.of(new Broadcast(status, String.valueOf(why)));
    }
}
