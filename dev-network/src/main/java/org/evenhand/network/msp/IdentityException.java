package org.evenhand.network.msp;

/** An identity that its organisation's MSP does not vouch for, or that cannot be read at all. */
public final class IdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the identity. */
    public IdentityException(String message) {
        super(message);
    }

    /** Says what is wrong with the identity, and what showed it. */
    public IdentityException(String message, Throwable cause) {
        super(message, cause);
    }
}
