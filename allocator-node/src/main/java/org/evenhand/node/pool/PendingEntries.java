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
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StreamId;

/**
 * Entries that are committed and that no round has taken. Not for several threads.
 *
 * <p>Bounded: of a stream the last {@link Limits#STREAM_SLOTS} entries are kept, which is all that the ledger keeps; of
 * an organisation's streams that rounds do not know yet, {@link #NEW_STREAMS_PER_ORGANISATION_MAX}. An entry past that
 * is forgotten until its stream writes again, at the expense of nobody but that organisation.
 */
final class PendingEntries {
    static final int NEW_STREAMS_PER_ORGANISATION_MAX = 1_024;

    private final Map<StreamId, Long> cursors = new HashMap<>();
    private final TreeMap<MspId, Integer> cursorsOf = new TreeMap<>();
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
        cursorsOf.clear();
        taken.forEach(this::move);
        byStream.forEach((stream, seen) -> drop(seen, cursor(stream)));
        byStream.values().removeIf(Deque::isEmpty);
    }

    private void move(StreamId stream, long upTo) {
        if (cursors.put(stream, upTo) == null) {
            cursorsOf.merge(stream.msp(), 1, Integer::sum);
        }
    }

    void appended(StreamId stream, long sequence, long nowMillis) {
        Deque<Seen> seen = byStream.get(stream);
        long last = seen == null ? cursor(stream) : seen.getLast().sequence();
        if (sequence <= last || (seen == null && !hasRoomFor(stream))) {
            return;
        }
        Deque<Seen> entries = byStream.computeIfAbsent(stream, absent -> new ArrayDeque<>());
        entries.add(new Seen(sequence, nowMillis));
        if (entries.size() > Limits.STREAM_SLOTS) {
            entries.removeFirst();
        }
    }

    private boolean hasRoomFor(StreamId stream) {
        return cursors.containsKey(stream)
                || byStream.keySet().stream()
                                .filter(other -> other.msp().equals(stream.msp()) && !cursors.containsKey(other))
                                .count()
                        < NEW_STREAMS_PER_ORGANISATION_MAX;
    }

    void taken(StreamId stream, long upTo) {
        move(stream, upTo);
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

    /** When the oldest entry that a round would take was seen; {@link Long#MAX_VALUE} if there is none. */
    long oldestMillis(Policy policy) {
        long oldest = Long.MAX_VALUE;
        for (StreamId stream : admitted(policy, Long.MAX_VALUE)) {
            oldest = Math.min(oldest, firstSeen(stream));
        }
        return oldest;
    }

    /**
     * What a round could take: all that is ripe of the streams that the contract admits, which takes of it what it has
     * room for. If not all streams fit into a request, organisations take turns, each with the streams that have waited
     * longest, so that no organisation keeps the others out.
     *
     * @param seenBefore entries seen later are left for the next round: other peers may not have them yet
     * @param round number of the round, which rotates who comes first
     */
    SortedMap<StreamId, Long> ripe(long seenBefore, long round, Policy policy) {
        TreeMap<MspId, Deque<StreamId>> waiting = new TreeMap<>();
        admitted(policy, seenBefore).stream()
                .sorted(Comparator.comparingLong(this::firstSeen).thenComparing(Comparator.naturalOrder()))
                .forEach(stream -> waiting.computeIfAbsent(stream.msp(), absent -> new ArrayDeque<>())
                        .add(stream));
        ArrayDeque<Deque<StreamId>> turns = new ArrayDeque<>(waiting.values());
        for (long i = turns.isEmpty() ? 0 : round % turns.size(); i > 0; i--) {
            turns.addLast(turns.removeFirst());
        }
        RoundRequest request = new RoundRequest();
        while (!turns.isEmpty()) {
            Deque<StreamId> next = turns.removeFirst();
            StreamId stream = next.removeFirst();
            if (!request.add(stream, lastRipe(stream, seenBefore))) {
                break;
            }
            if (!next.isEmpty()) {
                turns.addLast(next);
            }
        }
        return request.inputs();
    }

    /**
     * The streams with something ripe that the contract would not drop from a request, by its own rule: of members, and
     * within the organisation's quota of streams, those with a cursor first and then new ones in name order.
     */
    private List<StreamId> admitted(Policy policy, long seenBefore) {
        Map<MspId, Integer> streams = new TreeMap<>(cursorsOf);
        List<StreamId> admitted = new ArrayList<>();
        byStream.keySet().stream().sorted().forEach(stream -> {
            boolean known = cursors.containsKey(stream);
            boolean mayJoin = known
                    || streams.getOrDefault(stream.msp(), 0) < policy.caps().streamsPerOrganisation();
            if (mayJoin && policy.members().contains(stream.msp()) && firstSeen(stream) <= seenBefore) {
                admitted.add(stream);
                if (!known) {
                    streams.merge(stream.msp(), 1, Integer::sum);
                }
            }
        });
        return admitted;
    }

    private long firstSeen(StreamId stream) {
        return Objects.requireNonNull(byStream.get(stream)).getFirst().seenMillis();
    }

    /** The last entry that was seen early enough; there is one. */
    private long lastRipe(StreamId stream, long seenBefore) {
        long upTo = 0;
        for (Seen entry : Objects.requireNonNull(byStream.get(stream))) {
            if (entry.seenMillis() > seenBefore) {
                break;
            }
            upTo = entry.sequence();
        }
        return upTo;
    }
}
