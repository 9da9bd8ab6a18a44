package org.evenhand.node.exchange;

import java.io.IOException;

/** A node that answered, but not as it was asked. */
public final class ExchangeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ExchangeException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** What HTTP calls it. */
    public int status() {
        return status;
    }
}
