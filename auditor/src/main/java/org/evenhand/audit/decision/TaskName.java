package org.evenhand.audit.decision;

import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;

/**
 * One task, as people name it: {@code Org1MSP.client-1/7.0#42}.
 *
 * @param submission what it was submitted with
 * @param index its place in the submission, from 0
 */
public record TaskName(SubmissionId submission, long index) {
    public TaskName {
        if (index < 0) {
            throw new IllegalArgumentException("A task's index is 0 or more: " + index);
        }
    }

    /**
     * Reads {@code Org1MSP.client-1/7.0#42}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static TaskName parse(String text) {
        int hash = text.lastIndexOf('#');
        if (hash < 0) {
            throw new IllegalArgumentException("A task looks like Org1MSP.client-1/7.0#42, not '" + text + "'");
        }
        return new TaskName(
                SubmissionId.parse(text.substring(0, hash)), Long.parseUnsignedLong(text.substring(hash + 1)));
    }

    boolean isIn(TaskRange range) {
        return range.submission().equals(submission) && range.from() <= index && index < range.to();
    }

    @Override
    public String toString() {
        return submission + "#" + index;
    }
}
