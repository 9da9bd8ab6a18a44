package org.evenhand.audit.block;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.evenhand.audit.identity.Sha256;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;

/** The hashes that tie a ledger together. */
public final class BlockHashes {
    private BlockHashes() {}

    /** Returns the header as orderers sign it: an ASN.1 sequence of number, previous hash and data hash. */
    public static ByteString headerBytes(BlockHeader header) {
        ASN1Encodable[] parts = {
            new ASN1Integer(new BigInteger(Long.toUnsignedString(header.getNumber()))),
            new DEROctetString(header.getPreviousHash().toByteArray()),
            new DEROctetString(header.getDataHash().toByteArray())
        };
        try {
            return ByteString.copyFrom(new DERSequence(parts).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("A number and two strings can always be encoded", e);
        }
    }

    /** Returns the hash that the next block names as its previous one. */
    public static ByteString headerHash(BlockHeader header) {
        return ByteString.copyFrom(Sha256.of(headerBytes(header).toByteArray()));
    }

    /** Returns the hash over all envelopes, one after the other. */
    public static ByteString dataHash(BlockData data) {
        MessageDigest digest = Sha256.digest();
        for (ByteString envelope : data.getDataList()) {
            digest.update(envelope.asReadOnlyByteBuffer());
        }
        return ByteString.copyFrom(digest.digest());
    }

    /** Returns a transaction's id: the hash of the nonce and the creator, in lower-case hexadecimal digits. */
    public static String transactionId(ByteString nonce, ByteString creator) {
        MessageDigest digest = Sha256.digest();
        digest.update(nonce.asReadOnlyByteBuffer());
        digest.update(creator.asReadOnlyByteBuffer());
        return HexFormat.of().formatHex(digest.digest());
    }
}
