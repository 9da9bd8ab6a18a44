package org.evenhand.core.contract;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.NodeRequest;
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

    /**
     * A reader of the entries after the cursor.
     *
     * @param named the last entry that the proposer has named
     */
    StreamReader(PoolId pool, StreamId stream, long cursor, long named, StateReader ledger) {
        this.pool = pool;
        this.stream = stream;
        this.upTo = start(cursor, named);
        this.named = named;
        this.ledger = ledger;
    }

    /** Where to start: at the cursor, unless the writer has run so far ahead that it overwrites what would be read. */
    private static long start(long cursor, long named) {
        return named - cursor > Limits.STREAM_LAG_MAX ? named - Limits.STREAM_AHEAD_MAX : cursor;
    }

    static StoredEntry decode(Bytes bytes) throws MalformedException {
        return StoredEntry.fromJson(CanonicalJson.read(bytes.toArray()));
    }

    boolean hasMore() {
        return upTo < named;
    }

    /** The last entry read, or known to be overwritten. */
    long upTo() {
        return upTo;
    }

    SortedMap<Long, StoredEntry> entries() {
        return entries;
    }

    /** Whether an entry that was read asks to register a node. */
    boolean registers() {
        return entries.values().stream()
                .flatMap(stored -> stored.entry().request().stream())
                .anyMatch(request -> request.kind() == NodeRequest.Kind.REGISTER);
    }

    /** Reads one slot, and returns how many bytes lay in it. */
    int readNext() throws RefusedException, MalformedException {
        long wanted = upTo + 1;
        Optional<Bytes> bytes = ledger.get(LedgerKeys.slot(pool, stream, wanted));
        if (bytes.isEmpty()) {
            throw notCommitted(wanted);
        }
        StoredEntry stored = decode(bytes.get());
        if (stored.sequence() < wanted) {
            throw notCommitted(wanted);
        }
        if (stored.sequence() == wanted) {
            entries.put(wanted, stored);
            upTo = wanted;
        } else {
            // Whatever the writer put here, it has overwritten all that came a whole ring before it.
            upTo = Math.min(named, stored.sequence() - Limits.STREAM_SLOTS);
        }
        return bytes.get().size();
    }

    private RefusedException notCommitted(long sequence) {
        return new RefusedException(
                RefusalCode.ENTRY_NOT_COMMITTED, "expected entry " + sequence + " of " + stream + " to be committed");
    }
}
