package org.evenhand.node.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.evenhand.core.json.Digest;

/** SHA-256 of what comes piece by piece. Not for several threads. */
public final class Sha256 {
    private final MessageDigest digest;
    private long bytes;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    public void update(byte[] piece, int offset, int length) {
        digest.update(piece, offset, length);
        bytes += length;
    }

    /** How many bytes have come. */
    public long bytes() {
        return bytes;
    }

    /** Of all that has come; ends the sum. */
    public Digest digest() {
        return new Digest(HexFormat.of().formatHex(digest.digest()));
    }
}
