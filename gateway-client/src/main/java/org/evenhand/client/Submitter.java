package org.evenhand.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.evenhand.client.GatewayCalls.Endorsed;
import org.evenhand.client.connect.Backoff;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.Request;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.model.MspId;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Takes transactions through their phases, and repeats exactly what is safe to repeat.
 *
 * <ul>
 *   <li>Until it is submitted a transaction has no effect: a failure that may pass is tried again, with a new proposal.
 *   <li>Once it may have been submitted it is never sent again. What became of it is asked for until the deadline.
 *   <li>What the contract refused, or the ledger found invalid, is final.
 * </ul>
 */
final class Submitter {
    private final RequestSigner signer;
    private final GatewayCalls calls;
    private final GatewaySettings settings;
    private final Tally tally;

    Submitter(RequestSigner signer, GatewayCalls calls, GatewaySettings settings, Tally tally) {
        this.signer = signer;
        this.calls = calls;
        this.settings = settings;
        this.tally = tally;
    }

    /** Fails with an {@link EvenhandException}. */
    CompletableFuture<Committed> submit(Request request) {
        return counted(attempt(request, 1)).thenApply(committed -> {
            tally.committed();
            return committed;
        });
    }

    private CompletableFuture<Committed> attempt(Request request, int attempt) {
        List<MspId> endorsers = settings.endorsers();
        SignedRequest signed = signer.sign(settings.chaincode(), request, endorsers);
        return calls.endorse(signed, endorsers)
                .thenCompose(endorsed -> order(request, endorsed))
                .exceptionallyCompose(thrown -> {
                    if (!(EvenhandException.causeOf(thrown) instanceof GatewayCallException call)) {
                        return CompletableFuture.failedFuture(thrown);
                    }
                    if (call.failure().isMismatch()) {
                        tally.mismatch();
                    }
                    return repeatable(call, attempt)
                            ? again(attempt, () -> attempt(request, attempt + 1))
                            : failed(new EndorseFailedException(signed.transactionId(), call.failure()));
                });
    }

    private boolean repeatable(GatewayCallException call, int attempt) {
        return call.failure().isPassing() && attempt < settings.backoff().attemptsMax();
    }

    private static <T> CompletableFuture<T> failed(EvenhandException failure) {
        return CompletableFuture.failedFuture(failure);
    }

    private <T> CompletableFuture<T> again(int failures, Supplier<CompletableFuture<T>> action) {
        tally.retried();
        return Backoff.after(settings.backoff().pauseAfter(failures), action);
    }

    private CompletableFuture<Committed> order(Request request, Endorsed endorsed) {
        String id = endorsed.transactionId();
        return calls.submit(id, signer.sign(endorsed.envelope()))
                .exceptionallyCompose(thrown -> {
                    GatewayFailure failure = GatewayCalls.failure(thrown);
                    return failure.isCertainlyNotOrdered()
                            ? failed(new SubmitFailedException(id, failure))
                            : CompletableFuture.completedFuture(SubmitResponse.getDefaultInstance());
                })
                .thenCompose(perhapsOrdered -> commitStatus(id))
                .thenApply(status -> committed(request, status, endorsed.response()));
    }

    private static Committed committed(Request request, CommitStatus status, Bytes response) {
        if (status.isValid()) {
            return new Committed(status.transactionId(), status.block(), response);
        }
        boolean lost = request.function().equals(Functions.DECIDE_ROUND)
                && status.code() == TxValidationCode.MVCC_READ_CONFLICT;
        throw new CompletionException(lost ? new RoundLostException(status) : new CommitFailedException(status));
    }

    /** Waits until the ledger has the transaction; fails with {@link CommitStatusUnknownException}. */
    CompletableFuture<CommitStatus> commitStatus(String transactionId) {
        long endNanos = System.nanoTime() + settings.deadlines().commitStatus().toNanos();
        return commitStatus(transactionId, signer.sign(settings.channel(), transactionId), endNanos, 1);
    }

    private CompletableFuture<CommitStatus> commitStatus(
            String transactionId, SignedCommitStatusRequest request, long endNanos, int attempt) {
        Duration left = Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
        return calls.commitStatus(transactionId, request, left).exceptionallyCompose(thrown -> {
            GatewayFailure failure = GatewayCalls.failure(thrown);
            Duration pause = settings.backoff().pauseAfter(attempt);
            boolean timeLeft = endNanos - System.nanoTime() > pause.toNanos();
            return failure.isPassing() && timeLeft
                    ? Backoff.after(pause, () -> commitStatus(transactionId, request, endNanos, attempt + 1))
                    : failed(new CommitStatusUnknownException(transactionId, failure));
        });
    }

    /** The answer of a query; fails with {@link QueryFailedException}. */
    CompletableFuture<Bytes> query(String chaincode, Request request) {
        return counted(query(chaincode, request, 1));
    }

    private CompletableFuture<Bytes> query(String chaincode, Request request, int attempt) {
        SignedRequest signed = signer.sign(chaincode, request, List.of());
        return calls.evaluate(signed).thenApply(Bytes::copyOf).exceptionallyCompose(thrown -> {
            GatewayFailure failure = GatewayCalls.failure(thrown);
            return failure.isPassing() && attempt < settings.backoff().attemptsMax()
                    ? again(attempt, () -> query(chaincode, request, attempt + 1))
                    : failed(new QueryFailedException(signed.transactionId(), failure));
        });
    }

    private <T> CompletableFuture<T> counted(CompletableFuture<T> outcome) {
        return outcome.whenComplete((value, thrown) -> {
            if (thrown != null && EvenhandException.causeOf(thrown) instanceof EvenhandException failure) {
                tally.failed(failure);
            }
        });
    }
}
