package org.evenhand.network.transaction;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.evenhand.network.block.BlockHashes;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/** Transaction ids: hexadecimal SHA-256 of nonce ‖ creator. */
public final class TransactionIds {
    private TransactionIds() {}

    /** The id that a transaction with this nonce and creator must have. */
    public static String compute(ByteString nonce, ByteString creator) {
        MessageDigest digest = BlockHashes.sha256();
        digest.update(nonce.asReadOnlyByteBuffer());
        digest.update(creator.asReadOnlyByteBuffer());
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * The id under which a ledger lists an envelope, valid or not: what its header claims, else what its nonce and
     * creator give.
     *
     * @return empty if the envelope is too malformed to have one.
     */
    public static String of(ByteString envelope) {
        try {
            Payload payload = Payload.parseFrom(Envelope.parseFrom(envelope).getPayload());
            if (!payload.hasHeader()) {
                return "";
            }
            String claimed = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader())
                    .getTxId();
            if (!claimed.isEmpty()) {
                return claimed;
            }
            SignatureHeader header =
                    SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader());
            return compute(header.getNonce(), header.getCreator());
        } catch (InvalidProtocolBufferException e) {
            return "";
        }
    }
}
