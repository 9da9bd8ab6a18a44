package org.evenhand.node.executors;

import org.evenhand.node.execution.Lane;

/** A task that ends badly. */
final class TaskFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean ofAll;

    private TaskFailure(String reason, boolean ofAll, String message) {
        super(message);
        this.reason = reason;
        this.ofAll = ofAll;
    }

    /**
     * This task alone.
     *
     * @param reason for the ledger: lower-case letters, digits and hyphens
     * @param message for the node's log
     */
    static TaskFailure of(String reason, String message) {
        return new TaskFailure(reason, false, message);
    }

    /** Every task of its assignment, for they have in common what is wrong. */
    static TaskFailure ofAll(String reason, String message) {
        return new TaskFailure(reason, true, message);
    }

    static TaskFailure of(String reason, boolean ofAll, String message) {
        return new TaskFailure(reason, ofAll, message);
    }

    Lane.End end() {
        return ofAll ? Lane.End.badlyForAll(reason) : Lane.End.badly(reason);
    }
}
