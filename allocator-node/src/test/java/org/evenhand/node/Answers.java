package org.evenhand.node;

import java.util.concurrent.CompletableFuture;
import org.evenhand.node.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/** What a ledger answers that answers at once. */
final class Answers {
    private Answers() {}

    @FunctionalInterface
    interface Call<T> {
        @Nullable
        T run() throws LedgerException;
    }

    static <T> CompletableFuture<T> of(Call<T> call) {
        try {
            return CompletableFuture.completedFuture(call.run());
        } catch (LedgerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
