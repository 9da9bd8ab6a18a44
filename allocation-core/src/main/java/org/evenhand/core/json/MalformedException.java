package org.evenhand.core.json;

/** Bytes or fields that do not have the form they must have; the message says what was expected. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    public MalformedException(String message) {
        this(Problem.MALFORMED, message);
    }

    public MalformedException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /** What kind of form was hurt; each becomes a refusal code of its own. */
    public enum Problem {
        MALFORMED,
        UNKNOWN_FIELD,
        NUMBER_OUT_OF_RANGE,
        TOO_MANY_ITEMS,
        BAD_RANGE,
        THRESHOLDS_NOT_ORDERED
    }
}
