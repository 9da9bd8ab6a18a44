package org.evenhand.client;

import java.io.IOException;
import java.util.function.Consumer;
import org.evenhand.client.connect.Backoff;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.LedgerEvent.Source;
import org.evenhand.client.event.Subscription;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.Checkpointer;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.Network;

/** The contract's events. Each transaction emits one, so the transaction is the checkpoint. */
final class EventFeed implements Feed<ChaincodeEvent> {
    private final Network network;
    private final String chaincode;
    private final Checkpointer checkpointer;
    private final Consumer<LedgerEvent> listener;

    private EventFeed(Network network, String chaincode, Checkpointer checkpointer, Consumer<LedgerEvent> listener) {
        this.network = network;
        this.chaincode = chaincode;
        this.checkpointer = checkpointer;
        this.listener = listener;
    }

    /**
     * Starts to deliver the events that follow a checkpoint.
     *
     * @param network the channel
     * @param chaincode the contract's name
     * @param checkpointer says where to start, and is moved past each event once the listener has returned
     * @param listener gets each event, in the ledger's order, on the subscription's thread
     * @param backoff how soon a broken connection is made again
     */
    static Subscription subscribe(
            Network network,
            String chaincode,
            Checkpointer checkpointer,
            Consumer<LedgerEvent> listener,
            Backoff backoff) {
        return ResumingSubscription.start(
                "events of " + chaincode, new EventFeed(network, chaincode, checkpointer, listener), backoff);
    }

    @Override
    public CloseableIterator<ChaincodeEvent> open() {
        return network.newChaincodeEventsRequest(chaincode)
                .checkpoint(checkpointer)
                .build()
                .getEvents();
    }

    @Override
    public void deliver(ChaincodeEvent event) throws IOException {
        Source source = new Source(event.getBlockNumber(), event.getTransactionId());
        listener.accept(EventDecoder.decode(source, event.getEventName(), event.getPayload()));
        checkpointer.checkpointChaincodeEvent(event);
    }
}
