package org.evenhand.core.model;

import java.util.List;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Form;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * What a node says of itself. A claim: rounds set it against what the ledger saw.
 *
 * @param timeMillis when the node looked, in milliseconds since 1970; within {@link Limits#SKEW_MAX_MILLIS} of the
 *     transaction's time
 * @param utilisation share of each resource in use, by everything on the node
 * @param running ranges that run now
 * @param finished ranges that ended well since the last report
 * @param failed ranges that ended badly since the last report
 */
public record StatusReport(
        long timeMillis, Utilisation utilisation, List<Running> running, List<Finished> finished, List<Failed> failed) {
    public StatusReport {
        running = List.copyOf(running);
        finished = List.copyOf(finished);
        failed = List.copyOf(failed);
    }

    /**
     * A range that runs.
     *
     * @param range its tasks
     * @param elapsedMillis how long they have run, 0 or more
     */
    public record Running(TaskRange range, long elapsedMillis) {
        public Running {
            requireDuration(elapsedMillis);
        }

        public static Running fromJson(Json value) throws MalformedException {
            ObjectReader reader = ObjectReader.of("running", value);
            Running running = new Running(
                    TaskRange.fromJson(reader.required("range")),
                    reader.number("elapsedMillis", 0, Limits.DURATION_MAX_MILLIS, 0));
            reader.end();
            return running;
        }

        public Json toJson() {
            return Json.object()
                    .put("range", range.toString())
                    .putUnlessZero("elapsedMillis", elapsedMillis)
                    .build();
        }
    }

    /**
     * A range that ended well.
     *
     * @param range its tasks
     * @param meanMillis mean running time of one task, in milliseconds
     * @param result SHA-256 over the results, as the executor defines them
     */
    public record Finished(TaskRange range, long meanMillis, Digest result) {
        public Finished {
            requireDuration(meanMillis);
        }

        static Finished fromJson(Json value) throws MalformedException {
            ObjectReader reader = ObjectReader.of("finished", value);
            Finished finished = new Finished(
                    TaskRange.fromJson(reader.required("range")),
                    reader.number("meanMillis", 0, Limits.DURATION_MAX_MILLIS),
                    reader.text("result", Digest::new));
            reader.end();
            return finished;
        }

        Json toJson() {
            return Json.object()
                    .put("range", range.toString())
                    .put("meanMillis", meanMillis)
                    .put("result", result.hex())
                    .build();
        }
    }

    /**
     * A range that ended badly.
     *
     * @param range its tasks
     * @param reason a code of the executor, lower-case letters, digits and hyphens
     */
    public record Failed(TaskRange range, String reason) {
        private static final Form REASON = Form.of("a-z", "a-z0-9-", 63);

        public Failed {
            checkedReason(reason);
        }

        /** A reason, if it is one. */
        public static String checkedReason(String text) {
            return REASON.require("reason", text);
        }

        static Failed fromJson(Json value) throws MalformedException {
            ObjectReader reader = ObjectReader.of("failed", value);
            Failed failed = new Failed(
                    TaskRange.fromJson(reader.required("range")), reader.text("reason", Failed::checkedReason));
            reader.end();
            return failed;
        }

        Json toJson() {
            return Json.object()
                    .put("range", range.toString())
                    .put("reason", reason)
                    .build();
        }
    }

    private static void requireDuration(long millis) {
        if (millis < 0 || millis > Limits.DURATION_MAX_MILLIS) {
            throw new IllegalArgumentException("a duration of " + millis + " ms");
        }
    }

    static StatusReport fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("report", value);
        StatusReport report = new StatusReport(
                reader.number("timeMillis", 0, Limits.TIME_MAX_MILLIS),
                Utilisation.read(reader),
                reader.list("running", Limits.RANGES_PER_REPORT_MAX, Running::fromJson),
                reader.list("finished", Limits.RANGES_PER_REPORT_MAX, Finished::fromJson),
                reader.list("failed", Limits.RANGES_PER_REPORT_MAX, Failed::fromJson));
        reader.end();
        return report;
    }

    Json toJson() {
        return Json.object()
                .put("timeMillis", timeMillis)
                .putUnlessEmpty("utilisation", utilisation.toJson())
                .putUnlessEmpty("running", running.stream().map(Running::toJson).toList())
                .putUnlessEmpty(
                        "finished", finished.stream().map(Finished::toJson).toList())
                .putUnlessEmpty("failed", failed.stream().map(Failed::toJson).toList())
                .build();
    }
}
