package org.evenhand.client.work;

/** Where a task is; it is in one place at a time. */
public enum TaskState {
    /** In the queue: new, or taken back from a node, or before another attempt. */
    WAITING,
    /** Given to a node, whether it runs already or not. */
    PLACED,
    /** Ended well. */
    FINISHED,
    /** Ended badly, and has no attempt left. */
    FAILED,
    /** Given up: every attempt was on a node that failed. */
    POISONED,
    /** Ended because its submitter wanted it. */
    CANCELLED,
    /** Ended because no node of the pool could ever hold it. */
    UNPLACEABLE;

    /** Whether a task in this place never leaves it. */
    public boolean isEnd() {
        return this != WAITING && this != PLACED;
    }
}
