package org.evenhand.audit;

import org.jspecify.annotations.Nullable;

/** Bytes where a block should be that are no block. */
final class MalformedBlockException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedBlockException(String origin, @Nullable Throwable cause) {
        super("No block can be read from " + origin, cause);
    }
}
