package org.evenhand.cli;

/** A command that cannot be carried out as it was given; the message tells the user what to do. */
public final class UserError extends Exception {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }
}
