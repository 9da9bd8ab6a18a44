package org.evenhand.network.block;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;

/** The hashes that chain blocks together. */
public final class BlockHashes {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int LONG_FORM = 0x80;

    private BlockHashes() {}

    /**
     * The header as it is hashed and signed: ASN.1 {@code SEQUENCE { INTEGER number, OCTET STRING previous, OCTET
     * STRING data }}.
     */
    public static byte[] headerBytes(BlockHeader header) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(96);
        byte[] number = new BigInteger(Long.toUnsignedString(header.getNumber())).toByteArray();
        append(content, INTEGER, number);
        append(content, OCTET_STRING, header.getPreviousHash().toByteArray());
        append(content, OCTET_STRING, header.getDataHash().toByteArray());
        ByteArrayOutputStream whole = new ByteArrayOutputStream(content.size() + 4);
        append(whole, SEQUENCE, content.toByteArray());
        return whole.toByteArray();
    }

    /** SHA-256 of {@link #headerBytes}: the next block's previous hash. */
    public static ByteString headerHash(BlockHeader header) {
        return ByteString.copyFrom(sha256().digest(headerBytes(header)));
    }

    /** SHA-256 of the block's envelopes, one after the other. */
    public static ByteString dataHash(BlockData data) {
        MessageDigest digest = sha256();
        for (ByteString envelope : data.getDataList()) {
            digest.update(envelope.asReadOnlyByteBuffer());
        }
        return ByteString.copyFrom(digest.digest());
    }

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void append(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        int length = content.length;
        if (length < LONG_FORM) {
            out.write(length);
        } else {
            byte[] lengthBytes = BigInteger.valueOf(length).toByteArray();
            int skip = lengthBytes[0] == 0 ? 1 : 0;
            out.write(LONG_FORM | (lengthBytes.length - skip));
            out.write(lengthBytes, skip, lengthBytes.length - skip);
        }
        out.write(content, 0, length);
    }
}
