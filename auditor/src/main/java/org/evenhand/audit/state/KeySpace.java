package org.evenhand.audit.state;

import java.util.Comparator;

/**
 * A set of keys of one kind: the public keys of a namespace, or the hashed keys of one of its private collections.
 *
 * @param namespace the chaincode's name
 * @param collection the private collection's name; empty for the public keys
 */
public record KeySpace(String namespace, String collection) implements Comparable<KeySpace> {
    private static final Comparator<KeySpace> ORDER = Comparator.comparing(KeySpace::namespace, KeyOrder.BYTES)
            .thenComparing(KeySpace::collection, KeyOrder.BYTES);

    /** Returns the public keys of a namespace. */
    public static KeySpace open(String namespace) {
        return new KeySpace(namespace, "");
    }

    @Override
    public int compareTo(KeySpace other) {
        return ORDER.compare(this, other);
    }
}
