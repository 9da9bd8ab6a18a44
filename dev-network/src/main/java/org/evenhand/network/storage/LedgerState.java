package org.evenhand.network.storage;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.evenhand.network.ledger.HistoricValue;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.rwset.BlockUpdates;
import org.evenhand.network.rwset.Location;
import org.evenhand.network.rwset.StateWrite;
import org.evenhand.network.validation.CommittedState;

/**
 * The state after one block. Immutable.
 *
 * @param height the number of blocks that made it.
 * @param trees the keys of each location.
 * @param size how much they hold.
 * @param pastValues how to read a key's history up to a height.
 */
record LedgerState(long height, Map<Location, KeyTree<VersionedValue>> trees, StateSize size, PastValues pastValues)
        implements CommittedState {
    LedgerState {
        trees = Map.copyOf(trees);
    }

    static LedgerState empty(PastValues pastValues) {
        return new LedgerState(0, Map.of(), StateSize.NONE, pastValues);
    }

    LedgerState after(BlockUpdates updates) {
        Map<Location, KeyTree<VersionedValue>> changed = new HashMap<>(trees);
        StateSize grown = size;
        for (Map.Entry<Location, NavigableMap<String, StateWrite>> location :
                updates.all().entrySet()) {
            KeyTree<VersionedValue> tree = changed.getOrDefault(location.getKey(), KeyTree.empty());
            for (Map.Entry<String, StateWrite> entry : location.getValue().entrySet()) {
                Optional<VersionedValue> value = entry.getValue().value();
                grown = grown.replacing(entry.getKey(), tree.get(entry.getKey()), value);
                tree = value.isPresent() ? tree.with(entry.getKey(), value.get()) : tree.without(entry.getKey());
            }
            changed.put(location.getKey(), tree);
        }
        return new LedgerState(height + 1, changed, grown, pastValues);
    }

    @Override
    public Optional<VersionedValue> get(Location location, String key) {
        return tree(location).get(key);
    }

    @Override
    public Iterator<KeyedValue> range(Location location, String startInclusive, String endExclusive) {
        Iterator<Map.Entry<String, VersionedValue>> entries = tree(location).range(startInclusive, endExclusive);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public KeyedValue next() {
                Map.Entry<String, VersionedValue> entry = entries.next();
                ByteString value = entry.getValue().value();
                return new KeyedValue(entry.getKey(), value, entry.getValue().version());
            }
        };
    }

    @Override
    public List<HistoricValue> history(String namespace, String key) {
        return pastValues.of(namespace, key, height);
    }

    private KeyTree<VersionedValue> tree(Location location) {
        return trees.getOrDefault(location, KeyTree.empty());
    }

    /** Reads a key's history. */
    interface PastValues {
        List<HistoricValue> of(String namespace, String key, long height);
    }
}
