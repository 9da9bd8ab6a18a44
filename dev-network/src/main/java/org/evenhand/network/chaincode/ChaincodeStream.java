package org.evenhand.network.chaincode;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.evenhand.network.simulation.SimulationException;
import org.hyperledger.fabric.protos.peer.ChaincodeAdditionalParams;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a chaincode, from its registration to the end of the stream. Many transactions share it; each
 * message says by channel and transaction id where it belongs.
 *
 * <p>What a chaincode asks is answered on the thread that brought the question: reading the state is faster than
 * handing over. Queries are not, since one may read many keys, or many blocks, while others wait for that thread.
 */
final class ChaincodeStream implements ClientResponseObserver<ChaincodeMessage, ChaincodeMessage> {
    static final String TERMINATED = "chaincode stream terminated";
    /** Fabric's defaults of both batch sizes. */
    private static final int BATCH_KEYS_MAX = 1_000;

    private final String chaincode;
    private final Map<String, ActiveTransaction> active = new ConcurrentHashMap<>();
    private final Executor queries;
    private final Listener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable ClientCallStreamObserver<ChaincodeMessage> outgoing;
    private boolean registered;

    ChaincodeStream(String chaincode, Executor queries, Listener listener) {
        this.chaincode = chaincode;
        this.queries = queries;
        this.listener = listener;
    }

    /**
     * Sends a transaction. The answer fails with a {@link ChaincodeException} if the stream ends before it comes, and
     * with a {@link java.util.concurrent.TimeoutException} if it takes too long; requests that come later are refused.
     */
    CompletableFuture<ChaincodeMessage> execute(Invocation invocation, ChaincodeMessage.Type type, Duration timeout) {
        ActiveTransaction transaction = new ActiveTransaction(chaincode, invocation.simulator());
        if (active.putIfAbsent(invocation.key(), transaction) != null) {
            return CompletableFuture.failedFuture(new ChaincodeException(
                    "error sending: txid: " + invocation.txId() + "(" + invocation.channel() + ") exists"));
        }
        send(ChaincodeMessage.newBuilder()
                .setType(type)
                .setPayload(invocation.input().toByteString())
                .setTxid(invocation.txId())
                .setChannelId(invocation.channel())
                .setProposal(invocation.proposal())
                .build());
        if (ended.get()) {
            // The end may have come between the registration and the sending, and then nobody else tells this one.
            transaction.answer().completeExceptionally(new ChaincodeException("error sending: " + TERMINATED));
        }
        return transaction
                .answer()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> active.remove(invocation.key(), transaction));
    }

    /** Ends the conversation from this side. */
    void close(String reason) {
        ClientCallStreamObserver<ChaincodeMessage> call;
        synchronized (this) {
            call = outgoing;
        }
        if (call != null) {
            call.cancel(reason, null);
        }
        end(reason);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ChaincodeMessage> call) {
        synchronized (this) {
            outgoing = call;
        }
    }

    @Override
    public void onNext(ChaincodeMessage message) {
        if (message.getType() == ChaincodeMessage.Type.KEEPALIVE) {
            return;
        }
        if (!registered) {
            register(message);
            return;
        }
        switch (message.getType()) {
            case COMPLETED, ERROR -> complete(message);
            case REGISTER, REGISTERED, READY, INIT, TRANSACTION, RESPONSE, UNDEFINED, UNRECOGNIZED ->
                close("cannot handle message (" + message.getType() + ") while in ready state");
            case GET_STATE_BY_RANGE, GET_HISTORY_FOR_KEY, QUERY_STATE_NEXT -> queries.execute(() -> answer(message));
            default -> answer(message);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(String.valueOf(failure.getMessage()));
    }

    @Override
    public void onCompleted() {
        close("the chaincode ended the stream");
    }

    private void register(ChaincodeMessage message) {
        if (message.getType() != ChaincodeMessage.Type.REGISTER || !namesItself(message)) {
            close("expected REGISTER with a chaincode id, got " + message.getType());
            return;
        }
        registered = true;
        send(ChaincodeMessage.newBuilder()
                .setType(ChaincodeMessage.Type.REGISTERED)
                .build());
        send(ChaincodeMessage.newBuilder()
                .setType(ChaincodeMessage.Type.READY)
                .setPayload(ChaincodeAdditionalParams.newBuilder()
                        .setUseWriteBatch(true)
                        .setMaxSizeWriteBatch(BATCH_KEYS_MAX)
                        .setUseGetMultipleKeys(true)
                        .setMaxSizeGetMultipleKeys(BATCH_KEYS_MAX)
                        .build()
                        .toByteString())
                .build());
        listener.ready(this);
    }

    private static boolean namesItself(ChaincodeMessage register) {
        try {
            return !ChaincodeID.parseFrom(register.getPayload()).getName().isEmpty();
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private void complete(ChaincodeMessage message) {
        ActiveTransaction transaction = active.get(message.getChannelId() + message.getTxid());
        if (transaction != null) {
            transaction.answer().complete(message);
        }
    }

    private void answer(ChaincodeMessage request) {
        ActiveTransaction transaction = active.get(request.getChannelId() + request.getTxid());
        try {
            if (transaction == null) {
                throw new SimulationException("no ledger context");
            }
            reply(request, ChaincodeMessage.Type.RESPONSE, transaction.serve(request));
        } catch (SimulationException | InvalidProtocolBufferException e) {
            refuse(request, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A chaincode that gets no answer waits for ever, so a defect here must reach it too.
            refuse(request, e.toString());
        }
    }

    private void refuse(ChaincodeMessage request, String why) {
        String text = request.getType() + " failed: transaction ID: " + request.getTxid() + ": " + why;
        reply(request, ChaincodeMessage.Type.ERROR, ByteString.copyFromUtf8(text));
    }

    private void reply(ChaincodeMessage request, ChaincodeMessage.Type type, ByteString payload) {
        send(ChaincodeMessage.newBuilder()
                .setType(type)
                .setPayload(payload)
                .setTxid(request.getTxid())
                .setChannelId(request.getChannelId())
                .build());
    }

    /** One message at a time: gRPC's call objects are not safe for several threads. */
    private synchronized void send(ChaincodeMessage message) {
        if (outgoing != null && !ended.get()) {
            outgoing.onNext(message);
        }
    }

    private void end(String reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            // First, so that whoever is told of its failure and tries again waits for the next line.
            listener.ended(reason);
        } finally {
            active.values().forEach(transaction -> transaction
                    .answer()
                    .completeExceptionally(new ChaincodeException("error sending: " + TERMINATED)));
        }
    }

    /** Told of a conversation's beginning and end, each at most once. */
    interface Listener {
        /** Transactions may be sent. */
        void ready(ChaincodeStream stream);

        /** The conversation is over, or never came to be. */
        void ended(String reason);
    }
}
