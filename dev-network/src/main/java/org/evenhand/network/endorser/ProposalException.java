package org.evenhand.network.endorser;

/** A proposal that is malformed, not entitled, or repeated. No endorser runs it. */
public final class ProposalException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public ProposalException(String message) {
        super(message);
    }
}
