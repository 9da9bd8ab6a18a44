package org.evenhand.network.deliver;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.function.BiFunction;
import org.evenhand.network.access.ChannelAccess;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.peer.DeliverResponse;
import org.jspecify.annotations.Nullable;

/** One client's stream: takes a request, delivers its blocks and a status, and only then takes the next request. */
final class DeliverSession implements StreamObserver<Envelope> {
    private final BlockFeed feed;
    private final ChannelAccess access;
    private final Clock clock;
    private final ServerCallStreamObserver<DeliverResponse> client;
    private final BiFunction<BlockView, SeekRequest, DeliverResponse> content;
    private volatile @Nullable BlockPump pump;

    DeliverSession(
            BlockFeed feed,
            ChannelAccess access,
            Clock clock,
            ServerCallStreamObserver<DeliverResponse> client,
            BiFunction<BlockView, SeekRequest, DeliverResponse> content) {
        this.feed = feed;
        this.access = access;
        this.clock = clock;
        this.client = client;
        this.content = content;
    }

    /** To be called before the call's first message. */
    DeliverSession open() {
        client.disableAutoRequest();
        client.setOnReadyHandler(() -> {
            BlockPump current = pump;
            if (current != null) {
                current.wake();
            }
        });
        client.setOnCancelHandler(this::stop);
        client.request(1);
        return this;
    }

    @Override
    public void onNext(Envelope envelope) {
        try {
            SeekRequest request = SeekRequest.parse(envelope, access, feed.height(), clock);
            if (request.failIfMissing() && request.first() >= feed.height()) {
                end(Status.NOT_FOUND);
                return;
            }
            BlockPump started = new BlockPump(feed, client, request.first(), block -> send(block, request));
            pump = started;
            started.start();
        } catch (SeekRequest.RefusedException e) {
            end(e.status());
        }
    }

    @Override
    public void onError(Throwable failure) {
        stop();
    }

    @Override
    public void onCompleted() {
        // A half-closed client still gets what it asked for; without a request under way nothing will come any more.
        if (pump == null) {
            client.onCompleted();
        }
    }

    private boolean send(BlockView block, SeekRequest request) {
        client.onNext(content.apply(block, request));
        if (block.number() >= request.last()) {
            end(Status.SUCCESS);
            return false;
        }
        if (request.failIfMissing() && block.number() + 1 >= feed.height()) {
            end(Status.NOT_FOUND);
            return false;
        }
        return true;
    }

    /** A status ends a request; any but success ends the stream. */
    private void end(Status status) {
        pump = null;
        client.onNext(DeliverResponse.newBuilder().setStatus(status).build());
        if (status == Status.SUCCESS) {
            client.request(1);
        } else {
            client.onCompleted();
        }
    }

    private void stop() {
        BlockPump current = pump;
        if (current != null) {
            current.stop();
        }
    }

    /** The block as the request wants it. */
    static Block content(BlockView view, SeekRequest request) {
        boolean config = view.transactions().stream()
                .anyMatch(transaction -> transaction.header().getType() == HeaderType.CONFIG_VALUE);
        return request.headersOnly() && !config
                ? view.block().toBuilder().clearData().build()
                : view.block();
    }
}
