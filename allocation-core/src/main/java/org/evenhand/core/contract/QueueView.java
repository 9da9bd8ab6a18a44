package org.evenhand.core.contract;

import java.util.ArrayList;
import java.util.List;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.state.PoolState;

/**
 * The answer of {@code GetQueue}: how much waits for a node. The ranges themselves may be thousands; whoever wants to
 * know of some asks for their submission.
 *
 * @param lines what waits at each priority, the least first; none where nothing waits
 */
public record QueueView(List<Line> lines) {
    public QueueView {
        lines = List.copyOf(lines);
    }

    /**
     * What waits at one priority.
     *
     * @param priority 0 to 9
     * @param tasks how many tasks
     * @param ranges in how many ranges
     * @param sinceMillis decision time of the round that queued the oldest of them, in milliseconds since 1970
     */
    public record Line(int priority, long tasks, long ranges, long sinceMillis) {
        private static Line fromJson(Json value) throws MalformedException {
            ObjectReader reader = ObjectReader.of("queue line", value);
            Line line = new Line(
                    (int) reader.number("priority", 0, Limits.PRIORITY_MAX),
                    reader.number("tasks", 1, Long.MAX_VALUE),
                    reader.number("ranges", 1, Limits.COUNT_MAX),
                    reader.number("sinceMillis", 0, Limits.TIME_MAX_MILLIS));
            reader.end();
            return line;
        }

        private Json toJson() {
            return Json.object()
                    .put("priority", priority)
                    .put("tasks", tasks)
                    .put("ranges", ranges)
                    .put("sinceMillis", sinceMillis)
                    .build();
        }
    }

    static QueueView of(PoolState state) {
        List<Line> lines = new ArrayList<>();
        for (int priority : state.queuedPriorities()) {
            List<Fragment> waiting = state.queued(priority);
            lines.add(new Line(
                    priority,
                    waiting.stream().mapToLong(Fragment::size).sum(),
                    waiting.size(),
                    waiting.stream()
                            .mapToLong(fragment -> fragment.terms().queuedMillis())
                            .min()
                            .orElse(0)));
        }
        return new QueueView(lines);
    }

    public static QueueView fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("queue", CanonicalJson.read(bytes));
        QueueView view = new QueueView(reader.list("waiting", Limits.PRIORITY_MAX + 1, Line::fromJson));
        reader.end();
        return view;
    }

    /** Tasks that wait, at whatever priority. */
    public long tasks() {
        return lines.stream().mapToLong(Line::tasks).sum();
    }

    Json toJson() {
        return Json.object()
                .put("waiting", Json.of(lines.stream().map(Line::toJson).toList()))
                .build();
    }
}
