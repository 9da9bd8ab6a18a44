package org.evenhand.network.storage;

import java.util.Optional;
import org.evenhand.network.ledger.VersionedValue;

/**
 * How much a state holds; carried from block to block, for nobody wants to count millions of keys.
 *
 * @param keys keys that have a value.
 * @param bytes of keys and values together, a key counted as one byte a character.
 */
record StateSize(long keys, long bytes) {
    static final StateSize NONE = new StateSize(0, 0);

    /** The size once a key has another value, or none. */
    StateSize replacing(String key, Optional<VersionedValue> before, Optional<VersionedValue> after) {
        return new StateSize(
                keys + (after.isPresent() ? 1 : 0) - (before.isPresent() ? 1 : 0),
                bytes + bytes(key, after) - bytes(key, before));
    }

    private static long bytes(String key, Optional<VersionedValue> value) {
        return value.map(present -> (long) key.length() + present.value().size())
                .orElse(0L);
    }
}
