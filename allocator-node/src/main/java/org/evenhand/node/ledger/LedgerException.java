package org.evenhand.node.ledger;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.jspecify.annotations.Nullable;

/** A call of the ledger that did not do what it should, and what is known of it. */
public final class LedgerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable RefusalCode code;

    private LedgerException(Kind kind, @Nullable RefusalCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    /** What went wrong. */
    public enum Kind {
        /** The contract refused: nothing was changed. */
        REFUSED,
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
                Kind.REFUSED, refusal.code(), refusal.code().word() + ": " + refusal.message(), null);
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

    /** A failure other than a refusal. */
    public static LedgerException of(Kind kind, String message, @Nullable Throwable cause) {
        if (kind == Kind.REFUSED) {
            throw new IllegalArgumentException("a refusal has a code");
        }
        return new LedgerException(kind, null, message, cause);
    }

    public Kind kind() {
        return kind;
    }

    /** Why the contract refused, if it did. */
    public Optional<RefusalCode> code() {
        return Optional.ofNullable(code);
    }

    public boolean isRefusal(RefusalCode wanted) {
        return code == wanted;
    }
}
