package org.evenhand.client.work;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a submission is, in tasks. Every task that was queued counts in exactly one state.
 *
 * @param tasks how many tasks are in each state
 * @param rejection why there are no tasks at all: the pool did not take the submission
 */
public record SubmissionProgress(Map<TaskState, Long> tasks, Optional<String> rejection) {
    public SubmissionProgress {
        EnumMap<TaskState, Long> all = new EnumMap<>(TaskState.class);
        for (TaskState state : TaskState.values()) {
            all.put(state, tasks.getOrDefault(state, 0L));
        }
        tasks = Collections.unmodifiableMap(all);
    }

    /** How many tasks are in a state. */
    public long count(TaskState state) {
        return tasks.getOrDefault(state, 0L);
    }

    /** All tasks; none until a round has taken the entry. */
    public long submitted() {
        return tasks.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Tasks in the queue. */
    public long waiting() {
        return count(TaskState.WAITING);
    }

    /** Tasks that nodes have, running or not. */
    public long placed() {
        return count(TaskState.PLACED);
    }

    /** Tasks that ended well. */
    public long finished() {
        return count(TaskState.FINISHED);
    }

    /** Tasks that ended badly and have no attempt left. */
    public long failed() {
        return count(TaskState.FAILED);
    }

    /** Tasks that were given up, because every attempt was on a node that failed. */
    public long poisoned() {
        return count(TaskState.POISONED);
    }

    /** Tasks that their submitter cancelled. */
    public long cancelled() {
        return count(TaskState.CANCELLED);
    }

    /** Tasks that no node of the pool could ever hold. */
    public long unplaceable() {
        return count(TaskState.UNPLACEABLE);
    }

    /** Tasks that have not ended. */
    public long open() {
        return waiting() + placed();
    }

    /** Whether nothing can happen to the submission any more. */
    public boolean isOver() {
        return rejection.isPresent() || (submitted() > 0 && open() == 0);
    }
}
