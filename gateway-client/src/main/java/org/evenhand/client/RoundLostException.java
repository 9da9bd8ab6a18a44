package org.evenhand.client;

/** Somebody else's round for the same pool was committed first: the normal end of a race, not a fault. */
public final class RoundLostException extends CommitFailedException {
    private static final long serialVersionUID = 1L;

    RoundLostException(CommitStatus status) {
        super(status);
    }
}
