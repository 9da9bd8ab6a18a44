package org.evenhand.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.MalformedException;

/** Turns futures into results and back into the exceptions that they failed with. */
final class Await {
    private Await() {}

    /** Waits. The work goes on when the waiting thread is interrupted. */
    static <T> T result(CompletableFuture<T> future) throws EvenhandException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = EvenhandException.causeOf(e.getCause() == null ? e : e.getCause());
            if (cause instanceof EvenhandException failure) {
                throw failure;
            }
            if (cause instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException(cause);
        }
    }

    /** Reads an answer, or says what it is not. */
    @FunctionalInterface
    interface Decoder<T> {
        T decode(byte[] bytes) throws MalformedException;
    }

    static <T> T answer(CompletableFuture<Bytes> query, Decoder<T> decoder)
            throws EvenhandException, InterruptedException {
        return result(decoded(query, decoder));
    }

    static <T> CompletableFuture<T> decoded(CompletableFuture<Bytes> query, Decoder<T> decoder) {
        return query.thenApply(bytes -> {
            try {
                return decoder.decode(bytes.toArray());
            } catch (MalformedException | IllegalArgumentException e) {
                throw unreadable("the contract answered what this client cannot read", e);
            }
        });
    }

    static CompletionException unreadable(String what, Exception cause) {
        return new CompletionException(new QueryFailedException("", GatewayFailure.unreadable(what, cause)));
    }
}
