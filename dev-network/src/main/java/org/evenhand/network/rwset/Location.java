package org.evenhand.network.rwset;

import java.util.Comparator;

/**
 * Where keys live: a chaincode's public state, or the hashes of one of its private data collections.
 *
 * @param namespace the chaincode's name.
 * @param collection the collection's name; empty for the public state.
 */
public record Location(String namespace, String collection) implements Comparable<Location> {
    private static final Comparator<Location> ORDER = Comparator.comparing(Location::namespace, Utf8Order.INSTANCE)
            .thenComparing(Location::collection, Utf8Order.INSTANCE);

    /** The public state of a chaincode. */
    public static Location publicState(String namespace) {
        return new Location(namespace, "");
    }

    /** Whether keys and values here are the hashes of private ones. */
    public boolean isHashed() {
        return !collection.isEmpty();
    }

    /** By namespace; within one, the public state before the collections. */
    @Override
    public int compareTo(Location other) {
        return ORDER.compare(this, other);
    }
}
