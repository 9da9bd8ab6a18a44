package org.evenhand.audit.decision;

import java.util.Optional;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.jspecify.annotations.Nullable;

/**
 * One task, as people name it: {@code Org1MSP.client-1/7.0#42}, or {@code edge:Org1MSP.client-1/7.0#42} with its pool.
 * Streams are numbered per pool, so a name without a pool can mean a task in each of several pools.
 */
public final class TaskName {
    private final @Nullable PoolId pool;
    private final SubmissionId submission;
    private final long index;

    private TaskName(@Nullable PoolId pool, SubmissionId submission, long index) {
        this.pool = pool;
        this.submission = submission;
        this.index = index;
    }

    /**
     * Reads a task's name.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static TaskName parse(String text) {
        int hash = text.lastIndexOf('#');
        if (hash < 0) {
            throw new IllegalArgumentException(
                    "A task looks like Org1MSP.client-1/7.0#42 or edge:Org1MSP.client-1/7.0#42, not '" + text + "'");
        }
        int colon = text.indexOf(':');
        PoolId pool = colon < 0 ? null : new PoolId(text.substring(0, colon));
        return new TaskName(
                pool,
                SubmissionId.parse(text.substring(colon + 1, hash)),
                Long.parseUnsignedLong(text.substring(hash + 1)));
    }

    /** Returns the pool, when the name has one. */
    public Optional<PoolId> pool() {
        return Optional.ofNullable(pool);
    }

    /** Returns what the task was submitted with. */
    public SubmissionId submission() {
        return submission;
    }

    /** Returns the task's place in the submission, from 0. */
    public long index() {
        return index;
    }

    boolean isIn(PoolId somewhere, TaskRange range) {
        return (pool == null || pool.equals(somewhere))
                && range.submission().equals(submission)
                && range.from() <= index
                && index < range.to();
    }

    @Override
    public String toString() {
        return (pool == null ? "" : pool.name() + ":") + submission + "#" + index;
    }
}
