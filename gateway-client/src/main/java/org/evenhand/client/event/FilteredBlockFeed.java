package org.evenhand.client.event;

import java.io.IOException;
import java.util.function.Consumer;
import org.evenhand.client.connect.Backoff;
import org.hyperledger.fabric.client.Checkpointer;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.protos.peer.FilteredBlock;

/** Filtered blocks: which transactions each holds and whether they are valid, without their content. */
public final class FilteredBlockFeed implements Feed<FilteredBlock> {
    private final Network network;
    private final Checkpointer checkpointer;
    private final Consumer<FilteredBlock> listener;

    private FilteredBlockFeed(Network network, Checkpointer checkpointer, Consumer<FilteredBlock> listener) {
        this.network = network;
        this.checkpointer = checkpointer;
        this.listener = listener;
    }

    /**
     * Starts to deliver the blocks that follow a checkpoint.
     *
     * @param network the channel
     * @param checkpointer says where to start, and is moved past each block once the listener has returned
     * @param listener gets each block, in order, on the subscription's thread
     * @param backoff how soon a broken connection is made again
     */
    public static Subscription subscribe(
            Network network, Checkpointer checkpointer, Consumer<FilteredBlock> listener, Backoff backoff) {
        return ResumingSubscription.start(
                "blocks of " + network.getName(), new FilteredBlockFeed(network, checkpointer, listener), backoff);
    }

    @Override
    public CloseableIterator<FilteredBlock> open() {
        return network.newFilteredBlockEventsRequest()
                .checkpoint(checkpointer)
                .build()
                .getEvents();
    }

    @Override
    public void deliver(FilteredBlock block) throws IOException {
        listener.accept(block);
        checkpointer.checkpointBlock(block.getNumber());
    }
}
