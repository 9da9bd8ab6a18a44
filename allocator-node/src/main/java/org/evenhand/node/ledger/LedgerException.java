package org.evenhand.node.ledger;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.fact.StreamFact.ItemRejected;
import org.jspecify.annotations.Nullable;

/** A call of the ledger that did not do what it should, and what is known of it. */
public final class LedgerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable RefusalCode code;
    private final @Nullable String transactionId;

    private LedgerException(
            Kind kind,
            @Nullable RefusalCode code,
            @Nullable String transactionId,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
        this.transactionId = transactionId;
    }

    /** What went wrong. */
    public enum Kind {
        /** The contract refused: nothing was changed. */
        REFUSED,
        /** An entry was committed, and a round did not grant what it asked. */
        REJECTED,
        /** Somebody else's transaction came first: nothing was changed. */
        CONFLICT,
        /** Endorsers did not agree, mostly because one is a block behind: nothing was changed. */
        DISAGREEMENT,
        /** The ledger could not be reached, or not in time: nothing was changed. */
        UNAVAILABLE,
        /** The transaction was handed in and nobody knows whether it was, or will be, committed. */
        UNRESOLVED
    }

    public static LedgerException refused(Refusal refusal) {
        return new LedgerException(
                Kind.REFUSED, refusal.code(), null, refusal.code().word() + ": " + refusal.message(), null);
    }

    /** A round did not grant what an entry asked. */
    public static LedgerException rejected(ItemRejected what) {
        String message = what.reason().word() + ": the " + what.item() + " of entry " + what.sequence() + " of "
                + what.stream() + " was not granted";
        return new LedgerException(Kind.REJECTED, null, null, message, null);
    }

    /** A transaction was handed in and nobody knows what became of it. */
    public static LedgerException unresolved(String transactionId, String message, @Nullable Throwable cause) {
        return new LedgerException(Kind.UNRESOLVED, null, transactionId, message, cause);
    }

    /**
     * What made a future of the ledger fail.
     *
     * @throws IllegalStateException if it was not the ledger: then it is a bug
     */
    public static LedgerException causeOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof LedgerException known) {
            return known;
        }
        throw new IllegalStateException("a call of the ledger broke", cause);
    }

    /** A failure other than a refusal or an unknown outcome. */
    public static LedgerException of(Kind kind, String message, @Nullable Throwable cause) {
        if (kind == Kind.REFUSED || kind == Kind.UNRESOLVED) {
            throw new IllegalArgumentException("a refusal has a code, and what is unresolved a transaction");
        }
        return new LedgerException(kind, null, null, message, cause);
    }

    public Kind kind() {
        return kind;
    }

    /** Why the contract refused, if it did. */
    public Optional<RefusalCode> code() {
        return Optional.ofNullable(code);
    }

    /** The transaction of which nobody knows what became of it, if there is one. */
    public Optional<String> transactionId() {
        return Optional.ofNullable(transactionId);
    }

    public boolean isRefusal(RefusalCode wanted) {
        return code == wanted;
    }
}
