package org.evenhand.chaincode;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.Response;

/** The peer's side of one connection to a chaincode server, with an empty ledger. */
final class FakePeer implements StreamObserver<ChaincodeMessage>, AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final ManagedChannel channel;
    private final BlockingQueue<ChaincodeMessage> received = new LinkedBlockingQueue<>();
    private final StreamObserver<ChaincodeMessage> toChaincode;

    FakePeer(ManagedChannel channel) {
        this.channel = channel;
        this.toChaincode = ChaincodeGrpc.newStub(channel).connect(this);
    }

    /** Shakes hands and says which chaincode it is. */
    String register() throws InterruptedException, InvalidProtocolBufferException {
        ChaincodeMessage register = expect(ChaincodeMessage.Type.REGISTER);
        send(ChaincodeMessage.newBuilder().setType(ChaincodeMessage.Type.REGISTERED));
        send(ChaincodeMessage.newBuilder().setType(ChaincodeMessage.Type.READY));
        return ChaincodeID.parseFrom(register.getPayload()).getName();
    }

    /** Runs a query to its end, answering every read with nothing. */
    Response query(String... functionAndArguments) throws InterruptedException, InvalidProtocolBufferException {
        ChaincodeInput.Builder input = ChaincodeInput.newBuilder();
        for (String argument : functionAndArguments) {
            input.addArgs(ByteString.copyFromUtf8(argument));
        }
        send(ChaincodeMessage.newBuilder()
                .setType(ChaincodeMessage.Type.TRANSACTION)
                .setTxid("tx1")
                .setChannelId("channel")
                .setPayload(input.build().toByteString()));
        ChaincodeMessage message = next();
        while (message.getType() == ChaincodeMessage.Type.GET_STATE) {
            send(ChaincodeMessage.newBuilder()
                    .setType(ChaincodeMessage.Type.RESPONSE)
                    .setTxid(message.getTxid())
                    .setChannelId(message.getChannelId()));
            message = next();
        }
        if (message.getType() != ChaincodeMessage.Type.COMPLETED) {
            throw new AssertionError("the transaction ended with " + message);
        }
        return Response.parseFrom(message.getPayload());
    }

    private void send(ChaincodeMessage.Builder message) {
        toChaincode.onNext(message.build());
    }

    private ChaincodeMessage expect(ChaincodeMessage.Type type) throws InterruptedException {
        ChaincodeMessage message = next();
        if (message.getType() != type) {
            throw new AssertionError("expected " + type + ", got " + message);
        }
        return message;
    }

    private ChaincodeMessage next() throws InterruptedException {
        ChaincodeMessage message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the chaincode said nothing for " + PATIENCE_SECONDS + " s");
        }
        if (message.getType() == ChaincodeMessage.Type.UNDEFINED) {
            throw new AssertionError(
                    "the connection ended: " + message.getPayload().toStringUtf8());
        }
        return message;
    }

    @Override
    public void onNext(ChaincodeMessage message) {
        received.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        received.add(ended(failure.toString()));
    }

    @Override
    public void onCompleted() {
        received.add(ended("completed"));
    }

    private static ChaincodeMessage ended(String why) {
        return ChaincodeMessage.newBuilder()
                .setType(ChaincodeMessage.Type.UNDEFINED)
                .setPayload(ByteString.copyFromUtf8(why))
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
