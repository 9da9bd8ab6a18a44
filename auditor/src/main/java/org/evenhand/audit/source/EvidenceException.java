package org.evenhand.audit.source;

import org.jspecify.annotations.Nullable;

/**
 * Evidence that should be there is not to be had: a torn last write, an unreadable file, a peer that does not answer.
 */
public final class EvidenceException extends Exception {
    private static final long serialVersionUID = 1L;

    public EvidenceException(String message) {
        super(message);
    }

    public EvidenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
