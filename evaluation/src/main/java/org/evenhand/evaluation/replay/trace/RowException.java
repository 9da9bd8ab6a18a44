package org.evenhand.evaluation.replay.trace;

/** A row that is not a task; the message says what was expected and what was found. */
final class RowException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a row. */
    enum Kind {
        /** It is not what its format says. */
        MALFORMED,
        /** It is as it should be, but does not know what a replay needs. */
        UNKNOWN
    }

    private final Kind kind;

    private RowException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static RowException malformed(String message) {
        return new RowException(Kind.MALFORMED, message);
    }

    static RowException unknown(String message) {
        return new RowException(Kind.UNKNOWN, message);
    }

    Kind kind() {
        return kind;
    }
}
