package org.evenhand.network.orderer;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.AtomicBroadcastGrpc;
import org.hyperledger.fabric.protos.orderer.BroadcastResponse;
import org.hyperledger.fabric.protos.orderer.DeliverResponse;

/**
 * The service {@code orderer.AtomicBroadcast}, for clients that bring their transactions to the orderer themselves,
 * such as Fabric's {@code peer} command.
 */
public final class OrdererService extends AtomicBroadcastGrpc.AtomicBroadcastImplBase {
    private final Orderer orderer;
    private final Function<ServerCallStreamObserver<DeliverResponse>, StreamObserver<Envelope>> delivery;

    /**
     * Serves an orderer.
     *
     * @param delivery begins a stream of blocks.
     */
    public OrdererService(
            Orderer orderer, Function<ServerCallStreamObserver<DeliverResponse>, StreamObserver<Envelope>> delivery) {
        this.orderer = orderer;
        this.delivery = delivery;
    }

    /** Answers each envelope in turn; as with Fabric's orderers, a refusal ends the stream. */
    @Override
    public StreamObserver<Envelope> broadcast(StreamObserver<BroadcastResponse> client) {
        return new StreamObserver<>() {
            private boolean ended;

            @Override
            public void onNext(Envelope envelope) {
                if (ended) {
                    return;
                }
                Broadcast answer = orderer.submit(envelope);
                client.onNext(BroadcastResponse.newBuilder()
                        .setStatus(answer.status())
                        .setInfo(answer.info())
                        .build());
                if (answer.status() != Status.SUCCESS) {
                    onCompleted();
                }
            }

            @Override
            public void onError(Throwable failure) {
                ended = true;
            }

            @Override
            public void onCompleted() {
                if (!ended) {
                    ended = true;
                    client.onCompleted();
                }
            }
        };
    }

    @Override
    public StreamObserver<Envelope> deliver(StreamObserver<DeliverResponse> client) {
        return delivery.apply((ServerCallStreamObserver<DeliverResponse>) client);
    }
}
