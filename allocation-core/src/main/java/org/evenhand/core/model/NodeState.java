package org.evenhand.core.model;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * What the ledger knows of a node, besides the ranges it has outstanding.
 *
 * @param id the node, which is also its stream
 * @param capacity its capacity {@code P_i}
 * @param wanted what its owner wants of it
 * @param condition what rounds have judged
 * @param observation its last settled report
 * @param observedMillis moving average of one task's running time per class, in milliseconds
 * @param counters its work so far
 */
public record NodeState(
        StreamId id,
        Resources capacity,
        Wanted wanted,
        Condition condition,
        Observation observation,
        SortedMap<ClassName, Long> observedMillis,
        Counters counters) {
    private static final Pattern WANTED = Pattern.compile("active|draining|retired");

    /** What an owner wants of a node. */
    public enum Wanted {
        ACTIVE,
        /** Gets nothing more; what runs may end there. */
        DRAINING,
        /** Loses everything and leaves. */
        RETIRED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Wanted of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public NodeState {
        observedMillis = Collections.unmodifiableSortedMap(new TreeMap<>(observedMillis));
    }

    /** A node that joins now. */
    public static NodeState joining(StreamId id, Resources capacity, long nowMillis) {
        return new NodeState(
                id,
                capacity,
                Wanted.ACTIVE,
                Condition.onProbation(nowMillis),
                Observation.none(nowMillis),
                new TreeMap<>(),
                Counters.ZERO);
    }

    /** Whether the node is live and wanted: it may be given work, and may propose rounds. */
    public boolean isActive() {
        return wanted == Wanted.ACTIVE && condition.health() == Condition.Health.LIVE;
    }

    public NodeState withCapacity(Resources changed) {
        return new NodeState(id, changed, wanted, condition, observation, observedMillis, counters);
    }

    public NodeState withWanted(Wanted changed) {
        return new NodeState(id, capacity, changed, condition, observation, observedMillis, counters);
    }

    public NodeState withCondition(Condition changed) {
        return new NodeState(id, capacity, wanted, changed, observation, observedMillis, counters);
    }

    public NodeState withObservation(Observation changed) {
        return new NodeState(id, capacity, wanted, condition, changed, observedMillis, counters);
    }

    public NodeState withObservedMillis(ClassName taskClass, long millis) {
        TreeMap<ClassName, Long> changed = new TreeMap<>(observedMillis);
        changed.put(taskClass, millis);
        return new NodeState(id, capacity, wanted, condition, observation, changed, counters);
    }

    public NodeState withCounters(Counters changed) {
        return new NodeState(id, capacity, wanted, condition, observation, observedMillis, changed);
    }

    public static NodeState read(ObjectReader reader) throws MalformedException {
        StreamId id = reader.text("id", StreamId::parse);
        SortedMap<ClassName, Long> observed =
                reader.numbers("observedMillis", Integer.MAX_VALUE, ClassName::new, 0, Limits.DURATION_MAX_MILLIS);
        return new NodeState(
                id,
                Resources.fromJson("capacity", reader.required("capacity")),
                Wanted.of(reader.text("wanted", WANTED)),
                Condition.fromJson(reader.required("condition")),
                Observation.fromJson(reader.required("observation")),
                observed,
                reader.has("counters") ? Counters.fromJson(reader.required("counters")) : Counters.ZERO);
    }

    public void write(Json.ObjectBuilder object) {
        Json.ObjectBuilder observed = Json.object();
        observedMillis.forEach((name, millis) -> observed.put(name.name(), millis));
        object.put("id", id.toString())
                .put("capacity", capacity.toJson())
                .put("wanted", wanted.word())
                .put("condition", condition.toJson())
                .put("observation", observation.toJson())
                .putUnlessEmpty("observedMillis", observed.build())
                .putUnlessEmpty("counters", counters.toJson());
    }
}
