package org.evenhand.chaincode;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.function.Supplier;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;

/** Gives each peer's connection an instance of the contract. */
final class ConnectionService extends ChaincodeGrpc.ChaincodeImplBase {
    private final Supplier<EvenhandChaincode> instances;
    private final ChaincodeObserver observer;

    ConnectionService(Supplier<EvenhandChaincode> instances, ChaincodeObserver observer) {
        this.instances = instances;
        this.observer = observer;
    }

    @Override
    public StreamObserver<ChaincodeMessage> connect(StreamObserver<ChaincodeMessage> toPeer) {
        try {
            FromPeer peer = new FromPeer(instances.get().serve(toPeer), observer);
            observer.connected();
            return peer;
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("the shim refused the connection")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    /**
     * Hands the peer's messages to the shim on gRPC's own thread, and their end on another: at the end the shim waits
     * up to a minute for its transactions, and must not keep other connections waiting with it.
     */
    private record FromPeer(StreamObserver<ChaincodeMessage> shim, ChaincodeObserver observer)
            implements StreamObserver<ChaincodeMessage> {
        @Override
        public void onNext(ChaincodeMessage message) {
            shim.onNext(message);
        }

        @Override
        public void onError(Throwable failure) {
            end(() -> shim.onError(failure));
        }

        @Override
        public void onCompleted() {
            end(shim::onCompleted);
        }

        private void end(Runnable shutdown) {
            observer.disconnected();
            Thread thread = new Thread(shutdown, "chaincode-connection-end");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
