package org.evenhand.audit;

/** Bytes where a block should be that are no block. */
final class MalformedBlockException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedBlockException(String origin, Throwable cause) {
        super("No block can be read from " + origin, cause);
    }
}
