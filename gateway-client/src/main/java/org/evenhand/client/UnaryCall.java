package org.evenhand.client;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** The one answer of a unary call, as a future; it fails with the call's {@code StatusRuntimeException}. */
final class UnaryCall<T> extends CompletableFuture<T> implements StreamObserver<T> {
    private UnaryCall() {}

    /**
     * Makes a call, with a context of its own. One call is often made from the answer of another, and where the context
     * is extended on the way, as instrumentation does, it would grow from call to call without end.
     */
    static <Q, T> UnaryCall<T> send(BiConsumer<Q, StreamObserver<T>> method, Q request) {
        UnaryCall<T> call = new UnaryCall<>();
        Context caller = Context.ROOT.attach();
        try {
            method.accept(request, call);
        } finally {
            Context.ROOT.detach(caller);
        }
        return call;
    }

    @Override
    public void onNext(T answer) {
        complete(answer);
    }

    @Override
    public void onError(Throwable failure) {
        completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        completeExceptionally(Status.INTERNAL
                .withDescription("the call ended without an answer")
                .asRuntimeException());
    }
}
