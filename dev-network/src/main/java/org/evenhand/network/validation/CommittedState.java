package org.evenhand.network.validation;

import java.util.Iterator;
import java.util.Optional;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.rwset.Location;

/** The state before the block that is being validated, hashes of private data included. */
public interface CommittedState extends StateReader {
    /** The value of a key, public or hashed. */
    Optional<VersionedValue> get(Location location, String key);

    /** The keys from {@code startInclusive} to before {@code endExclusive}; empty means no limit. */
    Iterator<KeyedValue> range(Location location, String startInclusive, String endExclusive);

    @Override
    default Optional<VersionedValue> get(String namespace, String key) {
        return get(Location.publicState(namespace), key);
    }

    @Override
    default Iterator<KeyedValue> range(String namespace, String startInclusive, String endExclusive) {
        return range(Location.publicState(namespace), startInclusive, endExclusive);
    }
}
