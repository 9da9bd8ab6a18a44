package org.evenhand.client;

/** Carries a failed call through futures; each phase makes its own exception of it. */
final class GatewayCallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient GatewayFailure failure;

    GatewayCallException(GatewayFailure failure) {
        super(failure.toString(), failure.status().getCause(), false, false);
        this.failure = failure;
    }

    GatewayFailure failure() {
        return failure;
    }
}
