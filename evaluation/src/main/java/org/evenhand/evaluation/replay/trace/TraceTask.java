package org.evenhand.evaluation.replay.trace;

import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Resources;

/**
 * A task as a trace tells of it.
 *
 * @param line where it stands in its file, from 1
 * @param name what the trace calls it
 * @param arrivalMillis when it was submitted, in milliseconds of the trace's clock
 * @param durationMillis how long it ran, in milliseconds
 * @param demand what it asked for; of one resource at least
 */
public record TraceTask(long line, String name, long arrivalMillis, long durationMillis, Resources demand) {
    public TraceTask {
        if (demand.isEmpty()) {
            throw new IllegalArgumentException("a task that asks for nothing");
        }
        if (arrivalMillis < 0 || durationMillis < 0 || durationMillis > Limits.DURATION_MAX_MILLIS) {
            throw new IllegalArgumentException("a task at " + arrivalMillis + " of " + durationMillis + " ms");
        }
    }

    public TraceTask withDuration(long changedMillis) {
        return new TraceTask(line, name, arrivalMillis, changedMillis, demand);
    }

    public TraceTask withDemand(Resources changed) {
        return new TraceTask(line, name, arrivalMillis, durationMillis, changed);
    }

    /**
     * What stands for the task's payload on the ledger: the digest of a document that tells the row and its duration,
     * so that no two rows of a file have the same.
     */
    public Digest payload() {
        return Digest.of(Json.object()
                .put("line", line)
                .put("name", name)
                .put("arrivalMillis", arrivalMillis)
                .put("durationMillis", durationMillis)
                .build());
    }
}
