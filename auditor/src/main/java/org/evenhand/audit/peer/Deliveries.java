package org.evenhand.audit.peer;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.evenhand.audit.source.EvidenceException;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.peer.DeliverGrpc;
import org.hyperledger.fabric.protos.peer.DeliverResponse;
import org.jspecify.annotations.Nullable;

/** One answered seek. A few messages are asked for ahead, so that a slow reader stops the peer and not the heap. */
final class Deliveries implements AutoCloseable {
    private static final int AHEAD = 16;
    private static final int SILENCE_SECONDS_MAX = 30;

    /** A message, or the end of the stream with its reason. */
    private record Event(
            @Nullable DeliverResponse response, @Nullable Throwable fault) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Receiver receiver = new Receiver();

    Deliveries(ManagedChannel connection, Envelope seek) {
        var requests = DeliverGrpc.newStub(connection).deliver(receiver);
        requests.onNext(seek);
        requests.onCompleted();
    }

    /** Returns the next block, or nothing when the peer says that it has delivered all. */
    Optional<Block> next() throws EvidenceException {
        Event event;
        try {
            event = events.poll(SILENCE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvidenceException("Interrupted while waiting for a block", e);
        }
        if (event == null) {
            throw new EvidenceException("The peer has said nothing for " + SILENCE_SECONDS_MAX + " s");
        }
        DeliverResponse response = event.response();
        if (response == null) {
            throw new EvidenceException("The peer ended the delivery", event.fault());
        }
        receiver.ask();
        if (response.hasBlock()) {
            return Optional.of(response.getBlock());
        }
        if (response.getStatus() != Status.SUCCESS) {
            throw new EvidenceException("The peer refuses to deliver: " + response.getStatus());
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        receiver.cancel();
    }

    private final class Receiver implements ClientResponseObserver<Envelope, DeliverResponse> {
        private @Nullable ClientCallStreamObserver<Envelope> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<Envelope> started) {
            call = started;
            started.disableAutoRequestWithInitial(AHEAD);
        }

        void ask() {
            if (call != null) {
                call.request(1);
            }
        }

        void cancel() {
            if (call != null) {
                call.cancel("No more blocks are needed", null);
            }
        }

        @Override
        public void onNext(DeliverResponse response) {
            events.add(new Event(response, null));
        }

        @Override
        public void onError(Throwable fault) {
            events.add(new Event(null, fault));
        }

        @Override
        public void onCompleted() {
            events.add(new Event(null, null));
        }
    }
}
