package org.evenhand.node.content;

import org.evenhand.core.model.StatusReport.Failed;

/** An input that a task cannot have; the reason goes on the ledger. */
public final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Nobody who could be asked had it in time. */
    public static final String UNAVAILABLE = "input-unavailable";

    /** Somebody had something under its digest that is something else. */
    public static final String CORRUPT = "input-corrupt";

    private final String reason;

    public InputException(String reason, String message) {
        super(message);
        this.reason = Failed.checkedReason(reason);
    }

    public String reason() {
        return reason;
    }
}
