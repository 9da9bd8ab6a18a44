package org.evenhand.network.deliver;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.evenhand.network.access.ChannelAccess;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Status;
import org.jspecify.annotations.Nullable;

/** One client's stream: takes a request, delivers its blocks and a status, and only then takes the next request. */
final class DeliverSession<R> implements StreamObserver<Envelope> {
    private final BlockFeed feed;
    private final ChannelAccess access;
    private final Clock clock;
    private final ServerCallStreamObserver<R> client;
    private final BiFunction<BlockView, SeekRequest, R> content;
    private final Function<Status, R> ending;
    private @Nullable BlockPump pump;
    private boolean isHalfClosed;
    private boolean isOver;

    DeliverSession(
            BlockFeed feed,
            ChannelAccess access,
            Clock clock,
            ServerCallStreamObserver<R> client,
            BiFunction<BlockView, SeekRequest, R> content,
            Function<Status, R> ending) {
        this.feed = feed;
        this.access = access;
        this.clock = clock;
        this.client = client;
        this.content = content;
        this.ending = ending;
    }

    /** To be called before the call's first message. */
    DeliverSession<R> open() {
        client.disableAutoRequest();
        client.setOnReadyHandler(this::goOn);
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
            begin(started);
        } catch (SeekRequest.RefusedException e) {
            end(e.status());
        }
    }

    @Override
    public void onError(Throwable failure) {
        stop();
    }

    /** A half-closed client still gets what it asked for; with no request under way nothing will come any more. */
    @Override
    public synchronized void onCompleted() {
        isHalfClosed = true;
        if (pump == null) {
            complete();
        }
    }

    private void begin(BlockPump started) {
        synchronized (this) {
            pump = started;
        }
        started.start();
    }

    private void goOn() {
        BlockPump current = current();
        if (current != null) {
            current.wake();
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
    private synchronized void end(Status status) {
        pump = null;
        client.onNext(ending.apply(status));
        if (status != Status.SUCCESS || isHalfClosed) {
            complete();
        } else {
            client.request(1);
        }
    }

    private synchronized void complete() {
        if (!isOver) {
            isOver = true;
            client.onCompleted();
        }
    }

    private void stop() {
        BlockPump current = current();
        if (current != null) {
            current.stop();
        }
    }

    private synchronized @Nullable BlockPump current() {
        return pump;
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
