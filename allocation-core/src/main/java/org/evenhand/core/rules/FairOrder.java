package org.evenhand.core.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;

/**
 * The order in which a round looks at streams, entry by entry: the organisation that has been charged least comes next,
 * and its streams take turns, so that nobody who writes much keeps others waiting. The round's number rotates who is
 * first.
 *
 * <p>Mutable, not thread-safe; serves one round.
 */
public final class FairOrder {
    private final List<Share> shares = new ArrayList<>();

    private static final class Share {
        private final Deque<StreamId> streams;
        private long charged;

        Share(Deque<StreamId> streams) {
            this.streams = streams;
        }
    }

    /**
     * The order for a round.
     *
     * @param round the round's number
     * @param streams those that have entries to take
     */
    public FairOrder(long round, Collection<StreamId> streams) {
        TreeMap<MspId, List<StreamId>> byOrganisation = new TreeMap<>();
        for (StreamId stream : new TreeSet<>(streams)) {
            byOrganisation
                    .computeIfAbsent(stream.msp(), absent -> new ArrayList<>())
                    .add(stream);
        }
        for (List<StreamId> own : byOrganisation.values()) {
            rotate(own, round);
            shares.add(new Share(new ArrayDeque<>(own)));
        }
        rotate(shares, round);
    }

    private static void rotate(List<?> list, long round) {
        if (!list.isEmpty()) {
            Collections.rotate(list, -(int) (round % list.size()));
        }
    }

    /** Whose entry comes next; none when all streams are done. */
    public Optional<StreamId> next() {
        Share least = null;
        for (Share share : shares) {
            if (!share.streams.isEmpty() && (least == null || share.charged < least.charged)) {
                least = share;
            }
        }
        return least == null ? Optional.empty() : Optional.of(least.streams.getFirst());
    }

    /**
     * Says what the entry of the stream that came {@link #next} cost.
     *
     * @param cost what it cost, in the caller's unit, 1 or more
     * @param hasMore whether the stream has another entry
     */
    public void charge(StreamId stream, long cost, boolean hasMore) {
        for (Share share : shares) {
            if (stream.equals(share.streams.peekFirst())) {
                share.charged += cost;
                share.streams.removeFirst();
                if (hasMore) {
                    share.streams.addLast(stream);
                }
                return;
            }
        }
        throw new IllegalStateException("it was not the turn of " + stream);
    }
}
