package org.evenhand.cli.task;

import org.evenhand.cli.UserError;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;

/** Tasks as users write them. */
final class TaskNames {
    private static final String FORMS = "a submission such as Org1MSP.client/1.0, a task of it such as"
            + " Org1MSP.client/1.0#7, or several such as Org1MSP.client/1.0#0-99";

    private TaskNames() {}

    /** A submission, a task, or a range: {@code #from-to} with both ends, which no shell takes for its own. */
    static TaskRange range(String text) throws UserError {
        try {
            if (text.indexOf('[') >= 0) {
                return TaskRange.parse(text);
            }
            int hash = text.indexOf('#');
            if (hash < 0) {
                return TaskRange.of(SubmissionId.parse(text), 0, Limits.TASKS_PER_SUBMISSION_MAX);
            }
            SubmissionId submission = SubmissionId.parse(text.substring(0, hash));
            String indices = text.substring(hash + 1);
            int dash = indices.indexOf('-');
            long from = Long.parseLong(dash < 0 ? indices : indices.substring(0, dash));
            long last = dash < 0 ? from : Long.parseLong(indices.substring(dash + 1));
            return TaskRange.of(submission, from, Math.addExact(last, 1));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new UserError("expected " + FORMS + "; found " + text);
        }
    }

    /** A single task. */
    static TaskRange task(String text) throws UserError {
        if (text.indexOf('#') < 0 || text.indexOf('-', text.indexOf('#')) >= 0) {
            throw new UserError("expected a task such as Org1MSP.client/1.0#7: submission and index; found " + text);
        }
        return range(text);
    }
}
