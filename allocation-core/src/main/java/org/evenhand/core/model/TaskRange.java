package org.evenhand.core.model;

import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.MalformedException.Problem;
import org.evenhand.core.range.Span;

/**
 * Consecutive tasks of one submission. Written {@code Org1MSP.client-1/7.0[0,100)}; one task is a range of length 1.
 *
 * @param submission the submission
 * @param span the task indices
 */
public record TaskRange(SubmissionId submission, Span span) implements Comparable<TaskRange> {

    public TaskRange {
        if (span.to() > Limits.TASKS_PER_SUBMISSION_MAX) {
            throw new IllegalArgumentException(
                    "a submission has at most " + Limits.TASKS_PER_SUBMISSION_MAX + " tasks, so no range " + span);
        }
    }

    public static TaskRange of(SubmissionId submission, long from, long to) {
        return new TaskRange(submission, new Span(from, to));
    }

    /**
     * Reads {@code Org1MSP.client-1/7.0[0,100)}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static TaskRange parse(String text) {
        int open = text.indexOf('[');
        int comma = text.indexOf(',', open + 1);
        if (open < 0 || comma < 0 || !text.endsWith(")")) {
            throw new IllegalArgumentException("a range looks like Org1MSP.client-1/7.0[0,100), not '" + text + "'");
        }
        return of(
                SubmissionId.parse(text.substring(0, open)),
                Long.parseLong(text.substring(open + 1, comma)),
                Long.parseLong(text.substring(comma + 1, text.length() - 1)));
    }

    /** Decodes the form that {@link #toJson} writes, and no other writing of the same range. */
    public static TaskRange fromJson(Json value) throws MalformedException {
        if (value instanceof Json.Str text) {
            try {
                TaskRange range = parse(text.value());
                if (range.toString().equals(text.value())) {
                    return range;
                }
            } catch (IllegalArgumentException e) {
                throw new MalformedException(Problem.BAD_RANGE, "expected a range: " + e.getMessage());
            }
        }
        throw new MalformedException(
                Problem.BAD_RANGE, "expected a range such as \"Org1MSP.client-1/7.0[0,100)\", found " + value);
    }

    public Json toJson() {
        return Json.of(toString());
    }

    public long size() {
        return span.size();
    }

    public long from() {
        return span.from();
    }

    public long to() {
        return span.to();
    }

    /** The same submission's tasks {@code [from, to)}. */
    public TaskRange part(long from, long to) {
        return of(submission, from, to);
    }

    @Override
    public int compareTo(TaskRange other) {
        int bySubmission = submission.compareTo(other.submission);
        return bySubmission != 0 ? bySubmission : span.compareTo(other.span);
    }

    @Override
    public String toString() {
        return submission.toString() + span;
    }
}
