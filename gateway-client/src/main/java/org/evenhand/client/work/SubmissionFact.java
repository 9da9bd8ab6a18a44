package org.evenhand.client.work;

import org.evenhand.core.fact.TaskFact;

/**
 * What a round decided about tasks of a submission.
 *
 * @param round the round's number
 * @param timeMillis its decision time, in milliseconds since 1970
 * @param fact the decision
 */
public record SubmissionFact(long round, long timeMillis, TaskFact fact) {
    /** Whether the fact is about the task with this index. */
    public boolean isAbout(long index) {
        return fact.range().span().contains(index);
    }
}
