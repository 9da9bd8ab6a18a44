package org.evenhand.audit.peer;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.security.SecureRandom;
import java.time.Instant;
import org.evenhand.audit.block.BlockHashes;
import org.evenhand.audit.identity.ClientIdentity;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.orderer.SeekInfo;
import org.hyperledger.fabric.protos.orderer.SeekNewest;
import org.hyperledger.fabric.protos.orderer.SeekPosition;
import org.hyperledger.fabric.protos.orderer.SeekSpecified;

/** What a client signs to be given blocks. */
final class SeekEnvelope {
    private static final int NONCE_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SeekEnvelope() {}

    static Envelope newest(String channel, ClientIdentity client) {
        SeekPosition newest = SeekPosition.newBuilder()
                .setNewest(SeekNewest.getDefaultInstance())
                .build();
        return envelope(channel, client, newest, newest);
    }

    static Envelope range(String channel, ClientIdentity client, long first, long last) {
        return envelope(channel, client, at(first), at(last));
    }

    private static SeekPosition at(long number) {
        return SeekPosition.newBuilder()
                .setSpecified(SeekSpecified.newBuilder().setNumber(number))
                .build();
    }

    private static Envelope envelope(String channel, ClientIdentity client, SeekPosition start, SeekPosition stop) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        SignatureHeader signatureHeader = SignatureHeader.newBuilder()
                .setCreator(client.serialized())
                .setNonce(ByteString.copyFrom(nonce))
                .build();
        Instant now = Instant.now();
        ChannelHeader channelHeader = ChannelHeader.newBuilder()
                .setType(HeaderType.DELIVER_SEEK_INFO_VALUE)
                .setChannelId(channel)
                .setTxId(BlockHashes.transactionId(signatureHeader.getNonce(), signatureHeader.getCreator()))
                .setTimestamp(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .build();
        SeekInfo seek = SeekInfo.newBuilder()
                .setStart(start)
                .setStop(stop)
                .setBehavior(SeekInfo.SeekBehavior.FAIL_IF_NOT_READY)
                .build();
        ByteString payload = Payload.newBuilder()
                .setHeader(Header.newBuilder()
                        .setChannelHeader(channelHeader.toByteString())
                        .setSignatureHeader(signatureHeader.toByteString()))
                .setData(seek.toByteString())
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(client.sign(payload))
                .build();
    }
}
