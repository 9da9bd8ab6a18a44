package org.evenhand.chaincode;

/** A creator that is no X.509 identity. */
final class UnknownCallerException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownCallerException(String message) {
        super(message);
    }
}
