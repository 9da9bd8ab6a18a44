package org.evenhand.client;

import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** Failures as a client would tell them. */
public final class TestFailures {
    private TestFailures() {}

    public static EvenhandException refused(RefusalCode code) {
        return new EndorseFailedException(
                "tx",
                new GatewayFailure(Status.ABORTED, List.of(), Optional.of(new Refusal(code, "expected otherwise"))));
    }

    public static EvenhandException unavailable() {
        return new EndorseFailedException("tx", new GatewayFailure(Status.UNAVAILABLE, List.of(), Optional.empty()));
    }

    public static EvenhandException invalid() {
        return new CommitFailedException(new CommitStatus("tx", 3, TxValidationCode.MVCC_READ_CONFLICT));
    }

    public static EvenhandException unknown(String transactionId) {
        return new CommitStatusUnknownException(
                transactionId, new GatewayFailure(Status.DEADLINE_EXCEEDED, List.of(), Optional.empty()));
    }
}
