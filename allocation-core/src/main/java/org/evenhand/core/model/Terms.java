package org.evenhand.core.model;

import java.util.Locale;
import java.util.regex.Pattern;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * What a round knows of the tasks of a fragment besides their indices.
 *
 * @param taskClass their class
 * @param payload what the executor needs, by SHA-256
 * @param priority 0 to 9
 * @param queuedRound the round that queued them first: their age, which nothing can backdate
 * @param queuedMillis that round's decision time
 * @param deadlineMillis when they should have ended, or 0
 * @param attempts starts that failed, or that may have happened on a node that failed
 * @param moves how often relief has moved them
 * @param recovered whether they wait because their node failed
 * @param deferral why the last round could not place them; {@code NONE} unless they wait
 */
public record Terms(
        ClassName taskClass,
        Digest payload,
        int priority,
        long queuedRound,
        long queuedMillis,
        long deadlineMillis,
        int attempts,
        int moves,
        boolean recovered,
        Deferral deferral) {

    /** Why tasks wait. */
    public enum Deferral {
        NONE,
        /** No node of the pool may be given anything now. */
        NO_NODE,
        /** Every node that could hold the task has its target and its backlog full. */
        NO_ROOM,
        /** No node of the pool could ever hold the task. */
        TOO_LARGE;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The deferral of a word, as {@link #word} writes it. */
        public static Deferral of(String word) throws MalformedException {
            for (Deferral deferral : values()) {
                if (deferral.word().equals(word)) {
                    return deferral;
                }
            }
            throw new MalformedException("expected a deferral, found " + word);
        }
    }

    private static final Pattern WORD = Pattern.compile("[a-z-]{1,20}");

    /** The terms of new work. */
    public static Terms queued(TaskClass taskClass, Submission submission, long queuedRound, long queuedMillis) {
        int priority =
                submission.priority() == Submission.PRIORITY_OF_CLASS ? taskClass.priority() : submission.priority();
        return new Terms(
                taskClass.name(),
                submission.payload(),
                priority,
                queuedRound,
                queuedMillis,
                submission.deadlineMillis(),
                0,
                0,
                false,
                Deferral.NONE);
    }

    public Terms withPriority(int changed) {
        return new Terms(
                taskClass,
                payload,
                changed,
                queuedRound,
                queuedMillis,
                deadlineMillis,
                attempts,
                moves,
                recovered,
                deferral);
    }

    public Terms withAttempts(int changed) {
        return new Terms(
                taskClass,
                payload,
                priority,
                queuedRound,
                queuedMillis,
                deadlineMillis,
                changed,
                moves,
                recovered,
                deferral);
    }

    public Terms withMoves(int changed) {
        return new Terms(
                taskClass,
                payload,
                priority,
                queuedRound,
                queuedMillis,
                deadlineMillis,
                attempts,
                changed,
                recovered,
                deferral);
    }

    public Terms withDeferral(Deferral changed) {
        return new Terms(
                taskClass,
                payload,
                priority,
                queuedRound,
                queuedMillis,
                deadlineMillis,
                attempts,
                moves,
                recovered,
                changed);
    }

    /** These terms once a node has the tasks. */
    public Terms asPlaced() {
        return new Terms(
                taskClass,
                payload,
                priority,
                queuedRound,
                queuedMillis,
                deadlineMillis,
                attempts,
                moves,
                false,
                Deferral.NONE);
    }

    /** These terms after the tasks' node has failed. */
    public Terms asRecovered() {
        return new Terms(
                taskClass,
                payload,
                priority,
                queuedRound,
                queuedMillis,
                deadlineMillis,
                attempts,
                moves,
                true,
                deferral);
    }

    public static Terms read(ObjectReader reader) throws MalformedException {
        return new Terms(
                reader.text("class", ClassName::new),
                reader.text("payload", Digest::new),
                (int) reader.number("priority", 0, Limits.PRIORITY_MAX, 0),
                reader.number("queuedRound", 0, Limits.COUNT_MAX),
                reader.number("queuedMillis", 0, Limits.TIME_MAX_MILLIS),
                reader.number("deadlineMillis", 0, Limits.TIME_MAX_MILLIS, 0),
                (int) reader.number("attempts", 0, Limits.ATTEMPTS_MAX, 0),
                (int) reader.number("moves", 0, Integer.MAX_VALUE, 0),
                reader.flag("recovered"),
                reader.has("deferral") ? Deferral.of(reader.text("deferral", WORD)) : Deferral.NONE);
    }

    public void write(Json.ObjectBuilder object) {
        object.put("class", taskClass.name())
                .put("payload", payload.hex())
                .putUnlessZero("priority", priority)
                .put("queuedRound", queuedRound)
                .put("queuedMillis", queuedMillis)
                .putUnlessZero("deadlineMillis", deadlineMillis)
                .putUnlessZero("attempts", attempts)
                .putUnlessZero("moves", moves)
                .putIfTrue("recovered", recovered)
                .putUnlessEmpty("deferral", deferral == Deferral.NONE ? "" : deferral.word());
    }
}
