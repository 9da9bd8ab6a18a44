package org.evenhand.core.contract;

import org.evenhand.core.json.MalformedException;

/** Carries a refusal out of the depth of a transaction; becomes {@link Outcome.Refused} at its edge. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(RefusalCode code, String message) {
        super(message, null, false, false);
        this.refusal = new Refusal(code, message);
    }

    /** The refusal of arguments that do not have the form they must have. */
    static RefusedException of(MalformedException malformed) {
        return new RefusedException(
                RefusalCode.valueOf(malformed.problem().name()), String.valueOf(malformed.getMessage()));
    }

    Refusal refusal() {
        return refusal;
    }
}
