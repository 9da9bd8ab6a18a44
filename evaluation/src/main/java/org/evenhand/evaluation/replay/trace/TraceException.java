package org.evenhand.evaluation.replay.trace;

/** A file that cannot be used at all; the message says which, what was expected, and what was found. */
public final class TraceException extends Exception {
    private static final long serialVersionUID = 1L;

    public TraceException(String message) {
        super(message);
    }

    TraceException(String message, Throwable cause) {
        super(message, cause);
    }
}
