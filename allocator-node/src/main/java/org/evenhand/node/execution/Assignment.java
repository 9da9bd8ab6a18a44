package org.evenhand.node.execution;

import org.evenhand.core.json.Digest;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.range.RangeSet;

/**
 * Tasks to run.
 *
 * @param submission their submission
 * @param tasks their indices, at least one
 * @param lanes how many run at once, 1 or more
 * @param taskClass what each needs
 * @param payload SHA-256 of what they work on
 */
public record Assignment(SubmissionId submission, RangeSet tasks, int lanes, TaskClass taskClass, Digest payload) {
    public Assignment {
        if (tasks.isEmpty() || lanes < 1) {
            throw new IllegalArgumentException("an assignment of " + tasks + " on " + lanes + " lanes");
        }
    }
}
