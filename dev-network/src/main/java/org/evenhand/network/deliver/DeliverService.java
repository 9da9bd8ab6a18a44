package org.evenhand.network.deliver;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.function.BiFunction;
import org.evenhand.network.access.ChannelAccess;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.peer.BlockAndPrivateData;
import org.hyperledger.fabric.protos.peer.DeliverGrpc;
import org.hyperledger.fabric.protos.peer.DeliverResponse;

/**
 * The service {@code protos.Deliver} of a peer: committed blocks, whole or filtered, from the past and as they come.
 */
public final class DeliverService extends DeliverGrpc.DeliverImplBase {
    private final BlockFeed feed;
    private final ChannelAccess access;
    private final Clock clock;

    /** Delivers the feed's blocks to those who may read the channel. */
    public DeliverService(BlockFeed feed, ChannelAccess access, Clock clock) {
        this.feed = feed;
        this.access = access;
        this.clock = clock;
    }

    @Override
    public StreamObserver<Envelope> deliver(StreamObserver<DeliverResponse> client) {
        return session(client, (block, request) -> DeliverResponse.newBuilder()
                .setBlock(DeliverSession.content(block, request))
                .build());
    }

    @Override
    public StreamObserver<Envelope> deliverFiltered(StreamObserver<DeliverResponse> client) {
        return session(client, (block, request) -> DeliverResponse.newBuilder()
                .setFilteredBlock(FilteredBlocks.of(block))
                .build());
    }

    /** There is no private data on this network, so each block comes with none. */
    @Override
    public StreamObserver<Envelope> deliverWithPrivateData(StreamObserver<DeliverResponse> client) {
        return session(client, (block, request) -> DeliverResponse.newBuilder()
                .setBlockAndPrivateData(
                        BlockAndPrivateData.newBuilder().setBlock(DeliverSession.content(block, request)))
                .build());
    }

    private DeliverSession<DeliverResponse> session(
            StreamObserver<DeliverResponse> client, BiFunction<BlockView, SeekRequest, DeliverResponse> content) {
        var call = (ServerCallStreamObserver<DeliverResponse>) client;
        return new DeliverSession<>(feed, access, clock, call, content, status -> DeliverResponse.newBuilder()
                        .setStatus(status)
                        .build())
                .open();
    }
}
