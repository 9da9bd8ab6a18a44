package org.evenhand.network.ledger;

/** The block files are not what was once written: something else changed them. The message names file or block. */
public final class CorruptLedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what does not fit, and where. */
    public CorruptLedgerException(String message) {
        super(message);
    }

    /** Says what does not fit, where, and what showed it. */
    public CorruptLedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
