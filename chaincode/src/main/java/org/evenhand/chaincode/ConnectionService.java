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

    ConnectionService(Supplier<EvenhandChaincode> instances) {
        this.instances = instances;
    }

    @Override
    public StreamObserver<ChaincodeMessage> connect(StreamObserver<ChaincodeMessage> toPeer) {
        try {
            return instances.get().serve(toPeer);
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("the shim refused the connection")
                    .withCause(e)
                    .asRuntimeException();
        }
    }
}
