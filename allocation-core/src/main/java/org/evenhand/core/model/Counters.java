package org.evenhand.core.model;

import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * Tasks that a node was given and what became of them, over the node's life; each 0 or more.
 *
 * @param placed given by placement
 * @param movedIn given by relief
 * @param movedAway taken by relief
 * @param recovered taken because the node was lost, drained or retired
 * @param finished ended well
 * @param failed ended badly
 */
public record Counters(long placed, long movedIn, long movedAway, long recovered, long finished, long failed) {
    public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0);

    public Counters addPlaced(long tasks) {
        return new Counters(more(placed, tasks), movedIn, movedAway, recovered, finished, failed);
    }

    public Counters addMovedIn(long tasks) {
        return new Counters(placed, more(movedIn, tasks), movedAway, recovered, finished, failed);
    }

    public Counters addMovedAway(long tasks) {
        return new Counters(placed, movedIn, more(movedAway, tasks), recovered, finished, failed);
    }

    public Counters addRecovered(long tasks) {
        return new Counters(placed, movedIn, movedAway, more(recovered, tasks), finished, failed);
    }

    public Counters addFinished(long tasks) {
        return new Counters(placed, movedIn, movedAway, recovered, more(finished, tasks), failed);
    }

    public Counters addFailed(long tasks) {
        return new Counters(placed, movedIn, movedAway, recovered, finished, more(failed, tasks));
    }

    private static long more(long count, long tasks) {
        return Math.min(Limits.COUNT_MAX, count + tasks);
    }

    static Counters fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("counters", value);
        Counters counters = new Counters(
                count(reader, "placed"),
                count(reader, "movedIn"),
                count(reader, "movedAway"),
                count(reader, "recovered"),
                count(reader, "finished"),
                count(reader, "failed"));
        reader.end();
        return counters;
    }

    private static long count(ObjectReader reader, String name) throws MalformedException {
        return reader.number(name, 0, Limits.COUNT_MAX, 0);
    }

    Json.Obj toJson() {
        return Json.object()
                .putUnlessZero("placed", placed)
                .putUnlessZero("movedIn", movedIn)
                .putUnlessZero("movedAway", movedAway)
                .putUnlessZero("recovered", recovered)
                .putUnlessZero("finished", finished)
                .putUnlessZero("failed", failed)
                .build();
    }
}
