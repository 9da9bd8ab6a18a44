package org.evenhand.node.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;

/** Entries that are committed and that no round has taken. Not for several threads. */
final class PendingEntries {
    private final Map<StreamId, Long> cursors = new HashMap<>();
    private final Map<StreamId, Deque<Seen>> byStream = new HashMap<>();

    /**
     * An entry, and when its commit was seen here.
     *
     * @param sequence its number
     * @param seenMillis when
     */
    private record Seen(long sequence, long seenMillis) {}

    void reset(SortedMap<StreamId, Long> taken) {
        cursors.clear();
        cursors.putAll(taken);
        byStream.forEach((stream, seen) -> drop(seen, cursor(stream)));
        byStream.values().removeIf(Deque::isEmpty);
    }

    void appended(StreamId stream, long sequence, long nowMillis) {
        Deque<Seen> seen = byStream.get(stream);
        long last = seen == null ? cursor(stream) : seen.getLast().sequence();
        if (sequence > last) {
            byStream.computeIfAbsent(stream, absent -> new ArrayDeque<>()).add(new Seen(sequence, nowMillis));
        }
    }

    void taken(StreamId stream, long upTo) {
        cursors.put(stream, upTo);
        Deque<Seen> seen = byStream.get(stream);
        if (seen != null) {
            drop(seen, upTo);
            if (seen.isEmpty()) {
                byStream.remove(stream);
            }
        }
    }

    private static void drop(Deque<Seen> seen, long upTo) {
        while (!seen.isEmpty() && seen.getFirst().sequence() <= upTo) {
            seen.removeFirst();
        }
    }

    /** The last entry of a stream that rounds took; 0 for none. */
    long cursor(StreamId stream) {
        return cursors.getOrDefault(stream, 0L);
    }

    /** When the oldest pending entry was seen; {@link Long#MAX_VALUE} if there is none. */
    long oldestMillis() {
        long oldest = Long.MAX_VALUE;
        for (Deque<Seen> seen : byStream.values()) {
            oldest = Math.min(oldest, seen.getFirst().seenMillis());
        }
        return oldest;
    }

    /**
     * What a round could take: the streams that have waited longest first.
     *
     * @param seenBefore entries seen later are left for the next round: other peers may not have them yet
     * @param entriesMax how many a round takes
     */
    SortedMap<StreamId, Long> ripe(long seenBefore, int entriesMax) {
        List<StreamId> oldestFirst = new ArrayList<>(byStream.keySet());
        oldestFirst.sort(Comparator.comparingLong(this::firstSeen).thenComparing(Comparator.naturalOrder()));
        TreeMap<StreamId, Long> inputs = new TreeMap<>();
        long left = entriesMax;
        for (StreamId stream : oldestFirst) {
            long upTo = lastRipe(stream, seenBefore, left);
            if (left > 0 && upTo > 0 && inputs.size() < Limits.STREAMS_PER_ROUND_MAX) {
                inputs.put(stream, upTo);
                left -= upTo - cursor(stream);
            }
        }
        return inputs;
    }

    private long firstSeen(StreamId stream) {
        return Objects.requireNonNull(byStream.get(stream)).getFirst().seenMillis();
    }

    /** The last entry that was seen early enough and fits; 0 for none. */
    private long lastRipe(StreamId stream, long seenBefore, long entriesMax) {
        long upTo = 0;
        for (Seen entry : Objects.requireNonNull(byStream.get(stream))) {
            if (entry.seenMillis() > seenBefore || entry.sequence() - cursor(stream) > entriesMax) {
                break;
            }
            upTo = entry.sequence();
        }
        return upTo;
    }
}
