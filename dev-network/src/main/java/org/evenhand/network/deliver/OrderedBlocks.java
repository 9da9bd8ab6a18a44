package org.evenhand.network.deliver;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import org.evenhand.network.access.ChannelAccess;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.orderer.DeliverResponse;

/** Delivers blocks as an orderer does: signed, and without what only peers add to them. */
public final class OrderedBlocks {
    private final BlockFeed feed;
    private final ChannelAccess access;
    private final Clock clock;

    /** Delivers the feed's blocks to those who may read the channel. */
    public OrderedBlocks(BlockFeed feed, ChannelAccess access, Clock clock) {
        this.feed = feed;
        this.access = access;
        this.clock = clock;
    }

    /** Begins one client's stream. */
    public StreamObserver<Envelope> deliverTo(ServerCallStreamObserver<DeliverResponse> client) {
        return new DeliverSession<>(
                        feed,
                        access,
                        clock,
                        client,
                        (block, request) -> DeliverResponse.newBuilder()
                                .setBlock(ordered(DeliverSession.content(block, request)))
                                .build(),
                        status -> DeliverResponse.newBuilder().setStatus(status).build())
                .open();
    }

    private static Block ordered(Block committed) {
        BlockMetadata.Builder metadata = committed.getMetadata().toBuilder();
        int[] ofPeers = {BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE, BlockMetadataIndex.COMMIT_HASH_VALUE};
        for (int slot : ofPeers) {
            if (slot < metadata.getMetadataCount()) {
                metadata.setMetadata(slot, ByteString.EMPTY);
            }
        }
        return committed.toBuilder().setMetadata(metadata).build();
    }
}
