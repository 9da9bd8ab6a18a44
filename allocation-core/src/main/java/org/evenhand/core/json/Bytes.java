package org.evenhand.core.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Immutable bytes that are equal when their content is. */
public final class Bytes {
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes copyOf(byte[] content) {
        return new Bytes(content.clone());
    }

    /** The canonical bytes of a JSON value. */
    public static Bytes of(Json value) {
        return new Bytes(CanonicalJson.write(value));
    }

    public byte[] toArray() {
        return content.clone();
    }

    public int size() {
        return content.length;
    }

    public Digest digest() {
        return Digest.of(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The content as UTF-8 text. */
    @Override
    public String toString() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
