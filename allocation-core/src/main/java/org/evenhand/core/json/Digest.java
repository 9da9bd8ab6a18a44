package org.evenhand.core.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest as 64 lower-case hexadecimal digits.
 *
 * @param hex the digits
 */
public record Digest(String hex) implements Comparable<Digest> {
    private static final Form FORM = Form.ofLength("0-9a-f", 64);

    /** What stands for "nothing before": 64 zeros. */
    public static final Digest NONE = new Digest("0".repeat(64));

    public Digest {
        FORM.require("SHA-256 digest", hex);
    }

    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    public static Digest of(Json value) {
        return of(CanonicalJson.write(value));
    }

    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public Json toJson() {
        return Json.of(hex);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
