package org.evenhand.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.hyperledger.fabric.client.GatewayException;

/**
 * What the Gateway said when it failed.
 *
 * @param status its gRPC status
 * @param details what single peers or orderers said, each as {@code address (organisation): message}
 * @param refusal the contract's refusal, if one of them passed it on
 */
record GatewayFailure(Status status, List<String> details, Optional<Refusal> refusal) {
    /** How Go's gRPC begins the reason why a connection was not made. */
    private static final Pattern DIALLING = Pattern.compile("transport: [Ee]rror while dialing");

    private static final String MISMATCH = "ProposalResponsePayloads do not match";

    GatewayFailure {
        details = List.copyOf(details);
    }

    static GatewayFailure of(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        List<String> details = failure instanceof StatusRuntimeException rpc
                ? new GatewayException(rpc)
                        .getDetails().stream()
                                .map(one -> one.getAddress() + " (" + one.getMspId() + "): " + one.getMessage())
                                .toList()
                : List.of();
        Optional<Refusal> refusal = Stream.concat(
                        details.stream(), Optional.ofNullable(status.getDescription()).stream())
                .flatMap(text -> Refusal.find(text).stream())
                .findFirst();
        return new GatewayFailure(status, details, refusal);
    }

    /** A failure that did not come from the Gateway, because it answered with something unreadable. */
    static GatewayFailure unreadable(String what, Throwable cause) {
        return new GatewayFailure(Status.INTERNAL.withDescription(what).withCause(cause), List.of(), Optional.empty());
    }

    /** Whether peers at different heights simulated to different results; the next try may find them level. */
    boolean isMismatch() {
        return details.stream().anyMatch(text -> text.contains(MISMATCH));
    }

    /** Whether the same proposal may fare better in a moment. Nothing was submitted yet, so a repeat is harmless. */
    boolean isPassing() {
        if (refusal.isPresent()) {
            return false;
        }
        return switch (status.getCode()) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, ABORTED -> !isChaincodeError();
            // Right after a peer has restarted its discovery knows no endorsers.
            case FAILED_PRECONDITION -> describes("no combination of peers") || describes("no peers available");
            default -> false;
        };
    }

    /** Whether the contract found that the transaction's time is not that of the endorsers. */
    boolean isForAge() {
        return refusal.filter(refused -> refused.code() == RefusalCode.CLOCK_SKEW)
                .isPresent();
    }

    /** Whether the orderers certainly have not got the transaction. */
    boolean isCertainlyNotOrdered() {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, FAILED_PRECONDITION, NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED ->
                true;
            // An orderer looked at the transaction and would not have it.
            case ABORTED -> describes("received unsuccessful response from orderer");
            // Nobody could be connected to; a connection that broke later leaves it open what became of the
            // transaction.
            case UNAVAILABLE ->
                describes("no orderer nodes available")
                        || (!details.isEmpty()
                                && details.stream()
                                        .allMatch(text -> DIALLING.matcher(text).find()));
            default -> false;
        };
    }

    private boolean isChaincodeError() {
        return details.stream().anyMatch(text -> text.contains("chaincode response "));
    }

    private boolean describes(String words) {
        return String.valueOf(status.getDescription()).contains(words);
    }

    @Override
    public String toString() {
        String head = refusal.map(Refusal::toLine).orElseGet(() -> status.getCode() + ": " + status.getDescription());
        return details.isEmpty() || refusal.isPresent() ? head : head + " " + details;
    }
}
