package org.evenhand.core.contract;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.state.LedgerKeys;

/** Reads the entries of one stream that a round may take, slot by slot. */
final class StreamReader {
    private final PoolId pool;
    private final StreamId stream;
    private final long named;
    private final StateReader ledger;
    private final TreeMap<Long, StoredEntry> entries = new TreeMap<>();
    private long upTo;

    private StreamReader(PoolId pool, StreamId stream, long start, long named, StateReader ledger) {
        this.pool = pool;
        this.stream = stream;
        this.upTo = start;
        this.named = named;
        this.ledger = ledger;
    }

    /**
     * A reader of the entries after the cursor. It passes over the oldest if the writer has run so far ahead that it
     * would overwrite them while they are read; that it has is proved by the last entry, and not by who names it.
     *
     * @param named the last entry that the proposer has named
     */
    static StreamReader open(PoolId pool, StreamId stream, long cursor, long named, StateReader ledger)
            throws RefusedException, MalformedException {
        if (named - cursor <= Limits.STREAM_LAG_MAX) {
            return new StreamReader(pool, stream, cursor, named, ledger);
        }
        StreamReader reader = new StreamReader(pool, stream, named - Limits.STREAM_AHEAD_MAX, named, ledger);
        reader.committed(named);
        return reader;
    }

    /** What lies in an entry's slot: the entry, or one that has overwritten it since. */
    private Slot committed(long sequence) throws RefusedException, MalformedException {
        Optional<Bytes> bytes = ledger.get(LedgerKeys.slot(pool, stream, sequence));
        if (bytes.isPresent()) {
            StoredEntry stored = decode(bytes.get());
            if (stored.sequence() >= sequence) {
                return new Slot(stored, bytes.get().size());
            }
        }
        throw new RefusedException(
                RefusalCode.ENTRY_NOT_COMMITTED, "expected entry " + sequence + " of " + stream + " to be committed");
    }

    private record Slot(StoredEntry stored, int bytes) {}

    static StoredEntry decode(Bytes bytes) throws MalformedException {
        return StoredEntry.fromJson(CanonicalJson.read(bytes.toArray()));
    }

    boolean hasMore() {
        return upTo < named;
    }

    /** The last entry read, overwritten or passed over. */
    long upTo() {
        return upTo;
    }

    SortedMap<Long, StoredEntry> entries() {
        return entries;
    }

    /** Reads one slot, and returns how many bytes lay in it. */
    int readNext() throws RefusedException, MalformedException {
        long wanted = upTo + 1;
        Slot slot = committed(wanted);
        StoredEntry stored = slot.stored();
        if (stored.sequence() == wanted) {
            entries.put(wanted, stored);
            upTo = wanted;
        } else {
            // Whatever the writer put here, it has overwritten all that came a whole ring before it.
            upTo = Math.min(named, stored.sequence() - Limits.STREAM_SLOTS);
        }
        return slot.bytes();
    }
}
