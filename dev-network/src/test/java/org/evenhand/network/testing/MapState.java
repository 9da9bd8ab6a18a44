package org.evenhand.network.testing;

import com.google.protobuf.ByteString;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.network.ledger.HistoricValue;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.ledger.StateReader;
import org.evenhand.network.ledger.Version;
import org.evenhand.network.ledger.VersionedValue;
import org.evenhand.network.rwset.Utf8Order;

/** A state of one namespace that tests fill by hand. */
public final class MapState implements StateReader {
    private final NavigableMap<String, VersionedValue> values = new TreeMap<>(Utf8Order.INSTANCE);

    /** Sets a value, as written by that transaction of block 7. */
    public MapState with(String key, String value, long transaction) {
        values.put(key, new VersionedValue(ByteString.copyFromUtf8(value), new Version(7, transaction)));
        return this;
    }

    @Override
    public long height() {
        return 8;
    }

    @Override
    public Optional<VersionedValue> get(String namespace, String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public Iterator<KeyedValue> range(String namespace, String startInclusive, String endExclusive) {
        NavigableMap<String, VersionedValue> tail = values.tailMap(startInclusive, true);
        NavigableMap<String, VersionedValue> part = endExclusive.isEmpty() ? tail : tail.headMap(endExclusive, false);
        return part.entrySet().stream()
                .map(entry -> new KeyedValue(
                        entry.getKey(),
                        entry.getValue().value(),
                        entry.getValue().version()))
                .iterator();
    }

    @Override
    public List<HistoricValue> history(String namespace, String key) {
        return List.of();
    }
}
