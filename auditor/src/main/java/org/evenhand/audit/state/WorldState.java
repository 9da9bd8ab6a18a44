package org.evenhand.audit.state;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The state after all blocks so far. Changed only by {@link #apply}, once a block. */
public final class WorldState implements StateView {
    private final Map<KeySpace, NavigableMap<String, VersionedValue>> spaces = new HashMap<>();

    @Override
    public Optional<VersionedValue> get(String namespace, String key) {
        return get(KeySpace.open(namespace), key);
    }

    /** Returns the value of a key in any key space; private keys go by the ISO-8859-1 form of their hash. */
    public Optional<VersionedValue> get(KeySpace space, String key) {
        return Optional.ofNullable(keys(space).get(key));
    }

    /** Returns the keys of a key space in the order of the database. */
    public NavigableMap<String, VersionedValue> keys(KeySpace space) {
        NavigableMap<String, VersionedValue> keys = spaces.get(space);
        return keys == null ? Collections.emptyNavigableMap() : Collections.unmodifiableNavigableMap(keys);
    }

    /** Takes over what the valid transactions of a block have written. */
    public void apply(BlockUpdates updates) {
        for (Map.Entry<KeySpace, NavigableMap<String, BlockUpdates.Update>> space :
                updates.spaces().entrySet()) {
            NavigableMap<String, VersionedValue> keys =
                    spaces.computeIfAbsent(space.getKey(), ignored -> new TreeMap<>(KeyOrder.BYTES));
            space.getValue().forEach((key, update) -> {
                if (update.value() == null) {
                    keys.remove(key);
                } else {
                    keys.put(key, new VersionedValue(update.value(), update.metadata(), update.version()));
                }
            });
        }
    }
}
