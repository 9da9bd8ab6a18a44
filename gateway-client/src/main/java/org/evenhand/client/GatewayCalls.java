package org.evenhand.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.model.MspId;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc.GatewayStub;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;

/**
 * The Gateway's four unary calls, each with the deadline of its phase. Not the SDK's own calls, because those hold a
 * thread each while they wait. Futures fail with {@link GatewayCallException}.
 */
final class GatewayCalls {
    private final GatewayStub stub;
    private final String channelName;
    private final Deadlines deadlines;

    GatewayCalls(Channel channel, String channelName, Deadlines deadlines) {
        this.stub = GatewayGrpc.newStub(channel);
        this.channelName = channelName;
        this.deadlines = deadlines;
    }

    CompletableFuture<byte[]> evaluate(SignedRequest request) {
        EvaluateRequest message = EvaluateRequest.newBuilder()
                .setTransactionId(request.transactionId())
                .setChannelId(channelName)
                .setProposedTransaction(request.proposal())
                .build();
        UnaryCall<EvaluateResponse> call = UnaryCall.send(within(deadlines.evaluate())::evaluate, message);
        return told(call).thenApply(answer -> answer.getResult().getPayload().toByteArray());
    }

    /** The transaction, endorsed and not yet signed by its creator, with what the contract answered. */
    CompletableFuture<Endorsed> endorse(SignedRequest request, List<MspId> endorsers) {
        EndorseRequest message = EndorseRequest.newBuilder()
                .setTransactionId(request.transactionId())
                .setChannelId(channelName)
                .setProposedTransaction(request.proposal())
                .addAllEndorsingOrganizations(endorsers.stream().map(MspId::id).toList())
                .build();
        UnaryCall<EndorseResponse> call = UnaryCall.send(within(deadlines.endorse())::endorse, message);
        return told(call).thenApply(answer -> Endorsed.read(request.transactionId(), answer.getPreparedTransaction()));
    }

    CompletableFuture<SubmitResponse> submit(String transactionId, Envelope signed) {
        SubmitRequest message = SubmitRequest.newBuilder()
                .setTransactionId(transactionId)
                .setChannelId(channelName)
                .setPreparedTransaction(signed)
                .build();
        return told(UnaryCall.<SubmitRequest, SubmitResponse>send(within(deadlines.submit())::submit, message));
    }

    CompletableFuture<CommitStatus> commitStatus(
            String transactionId, SignedCommitStatusRequest request, Duration deadline) {
        UnaryCall<CommitStatusResponse> call = UnaryCall.send(within(deadline)::commitStatus, request);
        return told(call)
                .thenApply(answer -> new CommitStatus(transactionId, answer.getBlockNumber(), answer.getResult()));
    }

    private GatewayStub within(Duration deadline) {
        return stub.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static <T> CompletableFuture<T> told(CompletableFuture<T> call) {
        Function<Throwable, T> tell = failure -> {
            throw new CompletionException(new GatewayCallException(GatewayFailure.of(failure)));
        };
        return call.exceptionally(tell);
    }

    /** What failed beneath a future's wrappings. */
    static GatewayFailure failure(Throwable thrown) {
        Throwable cause = EvenhandException.causeOf(thrown);
        if (cause instanceof GatewayCallException call) {
            return call.failure();
        }
        if (cause instanceof StatusRuntimeException) {
            return GatewayFailure.of(cause);
        }
        return GatewayFailure.unreadable("the client failed: " + cause, cause);
    }

    /**
     * A transaction as the Gateway prepared it.
     *
     * @param transactionId its id
     * @param envelope what its creator has to sign
     * @param response what the contract answered
     */
    record Endorsed(String transactionId, Envelope envelope, Bytes response) {
        static Endorsed read(String transactionId, Envelope envelope) {
            try {
                byte[] payload =
                        ActionReader.action(envelope).getResponse().getPayload().toByteArray();
                return new Endorsed(transactionId, envelope, Bytes.copyOf(payload));
            } catch (InvalidProtocolBufferException e) {
                throw new CompletionException(new GatewayCallException(
                        GatewayFailure.unreadable("the Gateway prepared a transaction that nobody can read", e)));
            }
        }
    }
}
