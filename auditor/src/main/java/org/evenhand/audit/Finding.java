package org.evenhand.audit;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One thing that an audit found, and where. */
public final class Finding {
    private final FindingCode code;
    private final @Nullable Long block;
    private final @Nullable Integer transaction;
    private final @Nullable String transactionId;
    private final @Nullable Long round;
    private final String message;

    private Finding(
            FindingCode code,
            @Nullable Long block,
            @Nullable Integer transaction,
            @Nullable String transactionId,
            @Nullable Long round,
            String message) {
        this.code = code;
        this.block = block;
        this.transaction = transaction;
        this.transactionId = transactionId;
        this.round = round;
        this.message = message;
    }

    /** Returns a finding about the ledger as a whole. */
    public static Finding ofLedger(FindingCode code, String message) {
        return new Finding(code, null, null, null, null, message);
    }

    /** Returns a finding about a block. */
    public static Finding ofBlock(FindingCode code, long block, String message) {
        return new Finding(code, block, null, null, null, message);
    }

    /** Returns a finding about a transaction, by its index in its block. */
    public static Finding ofTransaction(
            FindingCode code, long block, int transaction, String transactionId, String message) {
        return new Finding(code, block, transaction, transactionId, null, message);
    }

    /** Returns the same finding about the round that the transaction decided. */
    public Finding inRound(long number) {
        return new Finding(code, block, transaction, transactionId, number, message);
    }

    public FindingCode code() {
        return code;
    }

    public OptionalLong block() {
        return block == null ? OptionalLong.empty() : OptionalLong.of(block);
    }

    public OptionalInt transaction() {
        return transaction == null ? OptionalInt.empty() : OptionalInt.of(transaction);
    }

    public Optional<String> transactionId() {
        return Optional.ofNullable(transactionId);
    }

    public OptionalLong round() {
        return round == null ? OptionalLong.empty() : OptionalLong.of(round);
    }

    public String message() {
        return message;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(code.code());
        if (block != null) {
            text.append(" block ").append(block);
        }
        if (transaction != null) {
            text.append(" transaction ")
                    .append(transaction)
                    .append(" (")
                    .append(transactionId)
                    .append(')');
        }
        if (round != null) {
            text.append(" round ").append(round);
        }
        return text.append(": ").append(message).toString();
    }
}
