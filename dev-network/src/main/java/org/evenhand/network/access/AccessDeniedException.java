package org.evenhand.network.access;

/** A request whose sender is unknown, not who it claims to be, or not entitled. */
public final class AccessDeniedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public AccessDeniedException(String message) {
        super(message);
    }
}
