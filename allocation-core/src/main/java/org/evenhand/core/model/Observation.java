package org.evenhand.core.model;

import java.util.List;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * What a round has taken from a node's last status report.
 *
 * @param sequence the entry that held the report; 0 before the first
 * @param timeMillis time of that entry's transaction, in milliseconds since 1970
 * @param utilisation as reported
 * @param background load that is not ours: {@code max(0, utilisation * capacity - demand of our running ranges)}
 * @param running our ranges that ran then, those the node really owned
 */
public record Observation(
        long sequence,
        long timeMillis,
        Utilisation utilisation,
        Resources background,
        List<StatusReport.Running> running) {
    public Observation {
        running = List.copyOf(running);
    }

    /** Before the first report: a node that joined at this time and is not known to run anything. */
    public static Observation none(long joinedMillis) {
        return new Observation(0, joinedMillis, Utilisation.NONE, Resources.NONE, List.of());
    }

    public static Observation fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("observation", value);
        Observation observation = new Observation(
                reader.number("sequence", 0, Limits.COUNT_MAX),
                reader.number("timeMillis", 0, Limits.TIME_MAX_MILLIS),
                Utilisation.read(reader),
                reader.has("background")
                        ? Resources.fromJson("background", reader.required("background"))
                        : Resources.NONE,
                reader.list("running", Limits.RANGES_PER_REPORT_MAX, StatusReport.Running::fromJson));
        reader.end();
        return observation;
    }

    public Json toJson() {
        return Json.object()
                .put("sequence", sequence)
                .put("timeMillis", timeMillis)
                .putUnlessEmpty("utilisation", utilisation.toJson())
                .putUnlessEmpty("background", background.toJson())
                .putUnlessEmpty(
                        "running",
                        running.stream().map(StatusReport.Running::toJson).toList())
                .build();
    }
}
