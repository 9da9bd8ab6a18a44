package org.evenhand.core.model;

import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * Tasks of one class that somebody wants to have run.
 *
 * @param taskClass their class
 * @param count how many, 1 to {@link Limits#TASKS_PER_SUBMISSION_MAX}
 * @param payload SHA-256 of what the executor needs to run them; the payload itself never goes on the ledger
 * @param priority 0 to 9, or {@link #PRIORITY_OF_CLASS}
 * @param deadlineMillis when they should have ended, in milliseconds since 1970, or 0 for no deadline
 */
public record Submission(ClassName taskClass, long count, Digest payload, int priority, long deadlineMillis) {
    /** Stands for the priority of the class. */
    public static final int PRIORITY_OF_CLASS = -1;

    public Submission {
        if (count < 1 || count > Limits.TASKS_PER_SUBMISSION_MAX) {
            throw new IllegalArgumentException("a submission of " + count + " tasks");
        }
        if (priority < PRIORITY_OF_CLASS || priority > Limits.PRIORITY_MAX) {
            throw new IllegalArgumentException("priority " + priority);
        }
    }

    public static Submission of(ClassName taskClass, long count, Digest payload) {
        return new Submission(taskClass, count, payload, PRIORITY_OF_CLASS, 0);
    }

    static Submission fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("submission", value);
        Submission submission = new Submission(
                reader.text("class", ClassName::new),
                reader.number("count", 1, Limits.TASKS_PER_SUBMISSION_MAX),
                reader.text("payload", Digest::new),
                (int) reader.number("priority", 0, Limits.PRIORITY_MAX, PRIORITY_OF_CLASS),
                reader.number("deadlineMillis", 0, Limits.TIME_MAX_MILLIS, 0));
        reader.end();
        return submission;
    }

    Json toJson() {
        Json.ObjectBuilder object = Json.object()
                .put("class", taskClass.name())
                .put("count", count)
                .put("payload", payload.hex())
                .putUnlessZero("deadlineMillis", deadlineMillis);
        if (priority != PRIORITY_OF_CLASS) {
            object.put("priority", priority);
        }
        return object.build();
    }
}
