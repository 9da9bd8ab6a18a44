package org.evenhand.client.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.evenhand.client.CommitStatusUnknownException;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.connect.Backoff;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;

/**
 * One entry's way to the ledger: exactly once, however often it takes.
 *
 * <p>A number is the key to that. Of two transactions that append under one number the ledger takes at most one, so an
 * entry may be sent again under the same number; under another number only once it is certain that the first did not
 * and will not take effect, which is so when somebody else's entry has the number.
 *
 * <p>A transaction that was on its way to the endorsers for too long is refused for its age, and nothing was written.
 * It is sent again as a new transaction with a time of its own; but not with a status report, which would have aged
 * too.
 */
final class Delivery {
    /** Refusals for age that are borne; each took longer than {@link Limits#SKEW_MAX_MILLIS} already. */
    static final int AGED_MAX = 8;

    private final StreamLedger ledger;
    private final Backoff backoff;
    private final Entry entry;
    private final Deque<CommitStatusUnknownException> uncertain = new ArrayDeque<>();
    private int failures;
    private int aged;

    Delivery(StreamLedger ledger, Backoff backoff, Entry entry) {
        this.ledger = ledger;
        this.backoff = backoff;
        this.entry = entry;
    }

    /**
     * Appends the entry.
     *
     * @param sequence the number that should be next
     * @return the number under which it lies on the ledger. Fails with the last {@link EvenhandException} when it has
     *     no effect, and with {@link CommitStatusUnknownException} when one of its attempts still may have
     */
    CompletableFuture<Long> deliver(long sequence) {
        return ledger.append(sequence, entry)
                .thenApply(done -> sequence)
                .exceptionallyCompose(thrown -> failed(sequence, EvenhandException.causeOf(thrown)));
    }

    private CompletableFuture<Long> failed(long sequence, Throwable cause) {
        if (cause instanceof CommitStatusUnknownException unknown) {
            uncertain.add(unknown);
        }
        return recover(sequence, cause);
    }

    private CompletableFuture<Long> recover(long sequence, Throwable cause) {
        if (hasAged(cause) && aged < AGED_MAX) {
            aged++;
            return Backoff.after(backoff.pauseAfter(aged), () -> deliver(sequence));
        }
        failures++;
        if (!(cause instanceof EvenhandException failure) || failures >= backoff.attemptsMax()) {
            return CompletableFuture.failedFuture(reason(cause));
        }
        if (!uncertain.isEmpty() || isAboutTheNumber(failure.refusal())) {
            return paused(() -> ask(sequence, cause));
        }
        return failure.refusal().isPresent() ? CompletableFuture.failedFuture(cause) : paused(() -> deliver(sequence));
    }

    /** A clock that is wrong says the same; then {@link #AGED_MAX} attempts were in vain. */
    private boolean hasAged(Throwable cause) {
        return uncertain.isEmpty()
                && entry.report().isEmpty()
                && cause instanceof EvenhandException failure
                && failure.refusal()
                        .filter(refusal -> refusal.code() == RefusalCode.CLOCK_SKEW)
                        .isPresent();
    }

    /**
     * Whatever came last: while an attempt may still take effect, nobody may do the same again under another number.
     */
    private Throwable reason(Throwable last) {
        return uncertain.isEmpty() ? last : uncertain.getFirst();
    }

    private static boolean isAboutTheNumber(Optional<Refusal> refusal) {
        return refusal.map(Refusal::code)
                .filter(code -> code == RefusalCode.SEQUENCE_REPEATED
                        || code == RefusalCode.SEQUENCE_GAP
                        || code == RefusalCode.UNKNOWN_STREAM)
                .isPresent();
    }

    /** Looks where the stream stands, and goes on from there. */
    private CompletableFuture<Long> ask(long sequence, Throwable cause) {
        return ledger.position()
                .thenApply(Optional::of)
                .exceptionally(unanswered -> Optional.empty())
                .thenCompose(position -> {
                    long last = position.map(StreamLedger.Position::last).orElse(-1L);
                    if (last < sequence - 1) {
                        // No answer, or that of a peer which is behind.
                        return recover(sequence, cause);
                    }
                    return last == sequence - 1 ? deliver(sequence) : settle(sequence, last, cause);
                });
    }

    /** The number is taken: by one of our own transactions, or by somebody else's. */
    private CompletableFuture<Long> settle(long sequence, long last, Throwable cause) {
        CommitStatusUnknownException suspect = uncertain.poll();
        if (suspect == null) {
            return deliver(last + 1);
        }
        return ledger.tookEffect(suspect.transactionId())
                .thenApply(Optional::of)
                .exceptionally(unanswered -> Optional.empty())
                .thenCompose(tookEffect -> {
                    if (tookEffect.isEmpty()) {
                        uncertain.add(suspect);
                        return recover(sequence, cause);
                    }
                    return tookEffect.get()
                            ? CompletableFuture.completedFuture(sequence)
                            : settle(sequence, last, cause);
                });
    }

    private CompletableFuture<Long> paused(Supplier<CompletableFuture<Long>> action) {
        return Backoff.after(backoff.pauseAfter(failures), action);
    }
}
