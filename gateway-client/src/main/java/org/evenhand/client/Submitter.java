package org.evenhand.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;
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
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Takes transactions through their phases, and repeats exactly what is safe to repeat.
 *
 * <ul>
 *   <li>Until it is submitted a transaction has no effect: a failure that may pass is tried again, with a new proposal.
 *   <li>Once it may have been submitted it is never sent again. What became of it is asked for until the deadline.
 *   <li>What the contract refused, or the ledger found invalid, is final. The exception is governance, and a change of
 *       a writer, that was refused for its age, since it was too long on its way: it means the same at any time. An
 *       entry and a round do not; those who write them decide.
 * </ul>
 */
final class Submitter {
    /** Functions whose meaning does not depend on when they are called. */
    private static final Set<String> TIMELESS = Set.of(
            Functions.PROPOSE_POLICY, Functions.APPROVE_POLICY, Functions.DEFINE_TASK_CLASS, Functions.UPDATE_WRITER);

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
                    return repeatable(request, call, attempt)
                            ? again(attempt, () -> attempt(request, attempt + 1))
                            : failed(new EndorseFailedException(signed.transactionId(), call.failure()));
                });
    }

    private boolean repeatable(Request request, GatewayCallException call, int attempt) {
        boolean aged = call.failure().isForAge() && TIMELESS.contains(request.function());
        return (call.failure().isPassing() || aged)
                && attempt < settings.backoff().attemptsMax();
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
        Deadlines deadlines = settings.deadlines();
        return calls.submit(id, signer.sign(endorsed.envelope()))
                .thenApply(ordered -> deadlines.commitStatus())
                .exceptionallyCompose(thrown -> {
                    GatewayFailure failure = GatewayCalls.failure(thrown);
                    // Probably nobody has it, so it is not waited for as long as one that was ordered.
                    return failure.isCertainlyNotOrdered()
                            ? failed(new SubmitFailedException(id, failure))
                            : CompletableFuture.completedFuture(shorter(deadlines.submit(), deadlines.commitStatus()));
                })
                .thenCompose(patience -> commitStatus(id, patience))
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
        return commitStatus(transactionId, settings.deadlines().commitStatus());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private CompletableFuture<CommitStatus> commitStatus(String transactionId, Duration patience) {
        long endNanos = System.nanoTime() + patience.toNanos();
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
