package org.evenhand.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;

/**
 * What lies under {@code head/<pool>}: where the pool's sequence of rounds stands, and which keys hold the rest.
 *
 * @param position the last round
 * @param cursors per stream, the last entry that rounds took
 * @param roster per node, the shelf in which its state lies
 * @param queues priorities at which something waits
 * @param frozenSinceMillis since when half of the pool is silent, or 0
 */
public record Head(
        Position position,
        SortedMap<StreamId, Long> cursors,
        SortedMap<StreamId, Integer> roster,
        SortedSet<Integer> queues,
        long frozenSinceMillis) {

    /**
     * Where the sequence of rounds stands.
     *
     * @param round number of the last round; 0 before the first
     * @param decidedMillis its decision time
     * @param record digest of its record
     * @param state the pool's state digest after it
     */
    public record Position(long round, long decidedMillis, Digest record, Digest state) {
        public static final Position START = new Position(0, 0, Digest.NONE, Digest.NONE);
    }

    /** The head of a pool that has not had a round yet. */
    public static Head start() {
        return new Head(Position.START, new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), 0);
    }

    public static Head fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("head", CanonicalJson.read(bytes));
        Position position = new Position(
                reader.number("round", 0, Limits.COUNT_MAX),
                reader.number("decidedMillis", 0, Limits.TIME_MAX_MILLIS),
                reader.text("record", Digest::new),
                reader.text("state", Digest::new));
        SortedMap<StreamId, Long> cursors = RoundRecord.streamNumbers(reader, "cursors");
        TreeMap<StreamId, Integer> roster = new TreeMap<>();
        RoundRecord.streamNumbers(reader, "roster").forEach((node, shelf) -> roster.put(node, shelf.intValue()));
        TreeSet<Integer> queues = new TreeSet<>();
        for (long priority : reader.numbers("queues", Limits.PRIORITY_MAX + 1, 0, Limits.PRIORITY_MAX)) {
            queues.add((int) priority);
        }
        long frozen = reader.number("frozenSinceMillis", 0, Limits.TIME_MAX_MILLIS, 0);
        reader.end();
        return new Head(position, cursors, roster, queues, frozen);
    }

    /** Everything but the two digests, which depend on it. */
    Json.ObjectBuilder body() {
        Json.ObjectBuilder shelves = Json.object();
        roster.forEach((node, shelf) -> shelves.put(node.toString(), shelf));
        List<Json> priorities = new ArrayList<>();
        queues.forEach(priority -> priorities.add(Json.of(priority)));
        return Json.object()
                .put("round", position.round())
                .put("decidedMillis", position.decidedMillis())
                .putUnlessEmpty("cursors", RoundRecord.streamNumbers(cursors))
                .putUnlessEmpty("roster", shelves.build())
                .putUnlessEmpty("queues", priorities)
                .putUnlessZero("frozenSinceMillis", frozenSinceMillis);
    }

    Json.Obj toJson() {
        return body().put("record", position.record().hex())
                .put("state", position.state().hex())
                .build();
    }
}
