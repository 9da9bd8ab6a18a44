package org.evenhand.network.deliver;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.evenhand.network.access.AccessDeniedException;
import org.evenhand.network.access.ChannelAccess;
import org.evenhand.network.access.Right;
import org.evenhand.network.msp.Identity;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.SeekInfo;
import org.hyperledger.fabric.protos.orderer.SeekPosition;

/**
 * What a client wants to have delivered.
 *
 * @param first the number of the first block.
 * @param last the number of the last one.
 * @param failIfMissing whether to give up at the first block that does not exist yet, and not to wait for it.
 * @param headersOnly whether blocks go out without their transactions, unless they carry a configuration.
 */
record SeekRequest(long first, long last, boolean failIfMissing, boolean headersOnly) {
    /** How far a request's timestamp may be from the clock: Fabric's default. */
    private static final Duration TIME_WINDOW = Duration.ofMinutes(15);

    /**
     * Reads a signed request and checks its sender.
     *
     * @param height the number of blocks at this moment.
     * @throws RefusedException with the status that a peer would send.
     */
    static SeekRequest parse(Envelope envelope, ChannelAccess access, long height, Clock clock)
            throws RefusedException {
        try {
            Payload payload = Payload.parseFrom(envelope.getPayload());
            ChannelHeader header = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
            SignatureHeader signatureHeader =
                    SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader());
            Instant now = clock.instant();
            checkTime(header, now);
            if (!header.getChannelId().equals(access.channel())) {
                throw new RefusedException(Status.NOT_FOUND);
            }
            Identity identity = access.require(
                    Right.READ, signatureHeader.getCreator(), envelope.getPayload(), envelope.getSignature());
            if (identity.expiredAt(now)) {
                throw new RefusedException(Status.FORBIDDEN);
            }
            return of(SeekInfo.parseFrom(payload.getData()), height);
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException(Status.BAD_REQUEST);
        } catch (AccessDeniedException e) {
            throw new RefusedException(Status.FORBIDDEN);
        }
    }

    private static void checkTime(ChannelHeader header, Instant now) throws RefusedException {
        if (!header.hasTimestamp()) {
            throw new RefusedException(Status.BAD_REQUEST);
        }
        long offsetSeconds = header.getTimestamp().getSeconds() - now.getEpochSecond();
        if (Math.abs(offsetSeconds) > TIME_WINDOW.toSeconds()) {
            throw new RefusedException(Status.BAD_REQUEST);
        }
    }

    private static SeekRequest of(SeekInfo seek, long height) throws RefusedException {
        if (!seek.hasStart() || !seek.hasStop()) {
            throw new RefusedException(Status.BAD_REQUEST);
        }
        long first = position(seek.getStart(), height);
        long last;
        switch (seek.getStop().getTypeCase()) {
            case OLDEST -> last = first;
            // Asked for the newest alone, a block that comes meanwhile must not make it two.
            case NEWEST -> last = seek.getStart().equals(seek.getStop()) ? first : height - 1;
            case SPECIFIED -> last = seek.getStop().getSpecified().getNumber();
            default -> throw new RefusedException(Status.BAD_REQUEST);
        }
        // Block numbers are unsigned: "until the end of time" is the largest.
        if (Long.compareUnsigned(last, first) < 0) {
            throw new RefusedException(Status.BAD_REQUEST);
        }
        return new SeekRequest(
                first,
                last < 0 ? Long.MAX_VALUE : last,
                seek.getBehavior() == SeekInfo.SeekBehavior.FAIL_IF_NOT_READY,
                seek.getContentType() == SeekInfo.SeekContentType.HEADER_WITH_SIG);
    }

    private static long position(SeekPosition position, long height) throws RefusedException {
        return switch (position.getTypeCase()) {
            case OLDEST -> 0;
            case NEWEST -> height - 1;
            case NEXT_COMMIT -> height;
            case SPECIFIED -> specified(position.getSpecified().getNumber());
            case TYPE_NOT_SET -> throw new RefusedException(Status.BAD_REQUEST);
        };
    }

    private static long specified(long number) throws RefusedException {
        if (number < 0) {
            // Beyond any ledger, and unsigned, so this cannot be waited for either.
            throw new RefusedException(Status.NOT_FOUND);
        }
        return number;
    }

    /** A request that ends with a status at once. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Status status;

        RefusedException(Status status) {
            super(status.name());
            this.status = status;
        }

        Status status() {
            return status;
        }
    }
}
