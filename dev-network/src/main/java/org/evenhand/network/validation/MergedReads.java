package org.evenhand.network.validation;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import org.evenhand.network.ledger.KeyedValue;
import org.evenhand.network.rwset.StateWrite;
import org.evenhand.network.rwset.Utf8Order;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.jspecify.annotations.Nullable;

/** The committed keys of a range with the block's changes so far on top, in key order. */
final class MergedReads implements Iterator<KVRead> {
    private final Iterator<KeyedValue> committed;
    private final Iterator<Map.Entry<String, StateWrite>> changed;
    private @Nullable KeyedValue nextCommitted;
    private Map.@Nullable Entry<String, StateWrite> nextChanged;
    private @Nullable KVRead next;

    MergedReads(Iterator<KeyedValue> committed, NavigableMap<String, StateWrite> changed) {
        this.committed = committed;
        this.changed = changed.entrySet().iterator();
        advanceCommitted();
        advanceChanged();
        next = find();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public KVRead next() {
        KVRead result = next;
        if (result == null) {
            throw new NoSuchElementException("no more results");
        }
        next = find();
        return result;
    }

    private @Nullable KVRead find() {
        while (true) {
            KeyedValue old = nextCommitted;
            Map.Entry<String, StateWrite> change = nextChanged;
            if (change == null) {
                advanceCommitted();
                return old == null ? null : ConflictCheck.read(old);
            }
            int order = old == null ? 1 : Utf8Order.INSTANCE.compare(old.key(), change.getKey());
            if (order < 0 && old != null) {
                advanceCommitted();
                return ConflictCheck.read(old);
            }
            if (order == 0) {
                advanceCommitted();
            }
            advanceChanged();
            if (!change.getValue().deleted()) {
                return ConflictCheck.read(change.getKey(), change.getValue().version());
            }
        }
    }

    private void advanceCommitted() {
        nextCommitted = committed.hasNext() ? committed.next() : null;
    }

    private void advanceChanged() {
        nextChanged = changed.hasNext() ? changed.next() : null;
    }
}
