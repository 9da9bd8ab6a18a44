package org.evenhand.network.gateway;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** Turns calls away when too many are under way, as a peer does, so that memory stays bounded whatever clients do. */
public final class ConcurrencyLimit implements ServerInterceptor {
    private final String service;
    private final int callsMax;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * A limit for one service.
     *
     * @param service its name, for the message.
     * @param callsMax the most calls at a time.
     */
    public ConcurrencyLimit(String service, int callsMax) {
        this.service = service;
        this.callsMax = callsMax;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (calls.incrementAndGet() > callsMax) {
            calls.decrementAndGet();
            call.close(
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            "too many requests for " + service + ", exceeding concurrency limit (" + callsMax + ")"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return new Counted<>(next.startCall(call, headers));
    }

    /** A call ends exactly once, completed or cancelled. */
    private final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
        Counted(ServerCall.Listener<Q> delegate) {
            super(delegate);
        }

        @Override
        public void onComplete() {
            calls.decrementAndGet();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            calls.decrementAndGet();
            super.onCancel();
        }
    }
}
