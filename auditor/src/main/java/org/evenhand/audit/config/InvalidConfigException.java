package org.evenhand.audit.config;

/** A configuration that cannot be read, or that nobody was entitled to make. */
public final class InvalidConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidConfigException(String message) {
        super(message);
    }

    InvalidConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
