package org.evenhand.core.fact;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Condition;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.NodeState.Wanted;
import org.evenhand.core.model.Observation;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms;
import org.evenhand.core.model.Terms.Deferral;

/** Encodes and decodes facts: the fact's fields, and its kind under {@code "fact"}. */
public final class Facts {
    private static final Pattern WORD = Pattern.compile("[a-z0-9-]{1,63}");
    private static final Pattern TEXT = Pattern.compile(".{1,300}");
    private static final Map<String, Reader> READERS = readers();

    private Facts() {}

    @FunctionalInterface
    private interface Reader {
        Fact read(ObjectReader reader) throws MalformedException;
    }

    public static Json toJson(Fact fact) {
        Json.ObjectBuilder object = Json.object().put("fact", fact.kind());
        fact.write(object);
        return object.build();
    }

    public static Fact fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("fact", value);
        String kind = reader.text("fact", WORD);
        Reader byKind = READERS.get(kind);
        if (byKind == null) {
            throw new MalformedException("expected a fact, found the kind " + kind);
        }
        Fact fact = byKind.read(reader);
        reader.end();
        return fact;
    }

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new TreeMap<>();
        addStreamReaders(readers);
        addNodeReaders(readers);
        addTaskReaders(readers);
        readers.put("frozen", r -> new PoolFact.Frozen(r.number("sinceMillis", 0, Limits.TIME_MAX_MILLIS)));
        readers.put("thawed", r -> new PoolFact.Thawed());
        return readers;
    }

    private static void addStreamReaders(Map<String, Reader> readers) {
        readers.put(
                "entries-taken",
                r -> new StreamFact.EntriesTaken(stream(r, "stream"), r.number("upTo", 1, Limits.COUNT_MAX)));
        readers.put(
                "entries-lost",
                r -> new StreamFact.EntriesLost(
                        stream(r, "stream"),
                        r.number("from", 1, Limits.COUNT_MAX),
                        r.number("to", 1, Limits.COUNT_MAX)));
        readers.put(
                "item-rejected",
                r -> new StreamFact.ItemRejected(
                        stream(r, "stream"),
                        r.number("sequence", 1, Limits.COUNT_MAX),
                        r.text("item", TEXT),
                        RejectionReason.of(r.text("reason", WORD))));
    }

    private static void addNodeReaders(Map<String, Reader> readers) {
        readers.put(
                "joined",
                r -> new NodeFact.Joined(
                        stream(r, "node"),
                        Resources.fromJson("capacity", r.required("capacity")),
                        (int) r.number("shelf", 0, Integer.MAX_VALUE),
                        r.number("timeMillis", 0, Limits.TIME_MAX_MILLIS)));
        readers.put(
                "capacity-changed",
                r -> new NodeFact.CapacityChanged(
                        stream(r, "node"), Resources.fromJson("capacity", r.required("capacity"))));
        readers.put(
                "wanted-changed",
                r -> new NodeFact.WantedChanged(stream(r, "node"), enumOf(Wanted.class, r.text("wanted", WORD))));
        readers.put(
                "report-settled",
                r -> new NodeFact.ReportSettled(stream(r, "node"), Observation.fromJson(r.required("observation"))));
        readers.put("judged", r -> new NodeFact.Judged(stream(r, "node"), Condition.fromJson(r.required("condition"))));
        readers.put("left", r -> new NodeFact.Left(stream(r, "node")));
    }

    private static void addTaskReaders(Map<String, Reader> readers) {
        readers.put("queued", r -> new TaskFact.Queued(new Fragment(range(r), Terms.read(r))));
        readers.put("placed", r -> new TaskFact.Placed(range(r), stream(r, "node")));
        readers.put("moved", r -> new TaskFact.Moved(range(r), stream(r, "from"), stream(r, "to")));
        readers.put(
                "recovered",
                r -> new TaskFact.Recovered(
                        range(r), stream(r, "node"), enumOf(TaskFact.Cause.class, r.text("cause", WORD))));
        readers.put("poisoned", r -> new TaskFact.Poisoned(range(r), stream(r, "node")));
        readers.put(
                "finished",
                r -> new TaskFact.Finished(
                        range(r),
                        stream(r, "node"),
                        r.number("meanMillis", 0, Limits.DURATION_MAX_MILLIS),
                        r.text("result", Digest::new)));
        readers.put(
                "requeued",
                r -> new TaskFact.Requeued(
                        range(r), stream(r, "node"), r.text("reason", StatusReport.Failed::checkedReason)));
        readers.put(
                "failed",
                r -> new TaskFact.Failed(
                        range(r), stream(r, "node"), r.text("reason", StatusReport.Failed::checkedReason)));
        readers.put("late-result", r -> new TaskFact.LateResult(range(r), stream(r, "node")));
        readers.put("cancelled", r -> new TaskFact.Cancelled(range(r)));
        readers.put(
                "reprioritised",
                r -> new TaskFact.Reprioritised(range(r), (int) r.number("priority", 0, Limits.PRIORITY_MAX)));
        readers.put("deferred", r -> new TaskFact.Deferred(range(r), Deferral.of(r.text("reason", WORD))));
        readers.put("unplaceable", r -> new TaskFact.Unplaceable(range(r)));
    }

    private static StreamId stream(ObjectReader reader, String name) throws MalformedException {
        return reader.text(name, StreamId::parse);
    }

    private static TaskRange range(ObjectReader reader) throws MalformedException {
        return TaskRange.fromJson(reader.required("range"));
    }

    private static <E extends Enum<E>> E enumOf(Class<E> type, String word) throws MalformedException {
        try {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("expected a " + type.getSimpleName() + ", found " + word);
        }
    }
}
