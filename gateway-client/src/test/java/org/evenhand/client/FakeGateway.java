package org.evenhand.client;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.SignedChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** A Gateway that does what a test tells it, phase by phase, and otherwise lets everything through. */
final class FakeGateway extends GatewayGrpc.GatewayImplBase implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** What a phase does next; each is used once, and after the last the phase succeeds. */
    final Deque<Script> endorsements = new ArrayDeque<>();

    final Deque<Script> submissions = new ArrayDeque<>();
    final Deque<Script> statuses = new ArrayDeque<>();
    final Deque<Script> evaluations = new ArrayDeque<>();
    final Deque<TxValidationCode> codes = new ArrayDeque<>();
    final Deque<List<ChaincodeEventsResponse>> feeds = new ArrayDeque<>();

    final List<EndorseRequest> endorsed = new CopyOnWriteArrayList<>();
    final List<SubmitRequest> submitted = new CopyOnWriteArrayList<>();
    final List<SignedCommitStatusRequest> asked = new CopyOnWriteArrayList<>();
    final List<EvaluateRequest> evaluated = new CopyOnWriteArrayList<>();
    final List<SignedChaincodeEventsRequest> feedsOpened = new CopyOnWriteArrayList<>();
    Function<EvaluateRequest, ByteString> answer = request -> ByteString.EMPTY;

    private final Server server;
    private final ManagedChannel channel;

    /** Makes a call fail after a while, or hang when it holds nothing. */
    record Script(List<StatusRuntimeException> failure, long afterMillis) {
        static final Script HANG = new Script(List.of(), 0);

        static Script fail(Status status, String... details) {
            return new Script(List.of(status.asRuntimeException(trailers(status, details))), 0);
        }

        Script after(long millis) {
            return new Script(failure, millis);
        }
    }

    FakeGateway() {
        String name = "gateway-" + NAMES.incrementAndGet();
        try {
            server = InProcessServerBuilder.forName(name)
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = InProcessChannelBuilder.forName(name).build();
    }

    ManagedChannel channel() {
        return channel;
    }

    @Override
    public void endorse(EndorseRequest request, StreamObserver<EndorseResponse> observer) {
        endorsed.add(request);
        play(endorsements, observer, () -> EndorseResponse.newBuilder()
                .setPreparedTransaction(prepared("answer"))
                .build());
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> observer) {
        submitted.add(request);
        play(submissions, observer, SubmitResponse::getDefaultInstance);
    }

    @Override
    public void commitStatus(SignedCommitStatusRequest request, StreamObserver<CommitStatusResponse> observer) {
        asked.add(request);
        play(statuses, observer, () -> {
            TxValidationCode code = codes.poll();
            return CommitStatusResponse.newBuilder()
                    .setResult(code == null ? TxValidationCode.VALID : code)
                    .setBlockNumber(42)
                    .build();
        });
    }

    @Override
    public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> observer) {
        evaluated.add(request);
        play(evaluations, observer, () -> EvaluateResponse.newBuilder()
                .setResult(Response.newBuilder().setStatus(200).setPayload(answer.apply(request)))
                .build());
    }

    /** Each connection delivers one list and breaks; the last one stays open. */
    @Override
    public void chaincodeEvents(
            SignedChaincodeEventsRequest request, StreamObserver<ChaincodeEventsResponse> observer) {
        feedsOpened.add(request);
        List<ChaincodeEventsResponse> feed;
        boolean last;
        synchronized (feeds) {
            feed = feeds.isEmpty() ? List.of() : feeds.removeFirst();
            last = feeds.isEmpty();
        }
        feed.forEach(observer::onNext);
        if (!last) {
            observer.onError(
                    Status.UNAVAILABLE.withDescription("the peer restarts").asRuntimeException());
        }
    }

    private interface Success<T> {
        T answer();
    }

    private static <T> void play(Deque<Script> scripts, StreamObserver<T> observer, Success<T> success) {
        Script script;
        synchronized (scripts) {
            script = scripts.poll();
        }
        if (script == null) {
            observer.onNext(success.answer());
            observer.onCompleted();
        } else {
            CompletableFuture.delayedExecutor(script.afterMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> script.failure().forEach(observer::onError));
        }
    }

    static Envelope prepared(String response) {
        return prepared(ChaincodeAction.newBuilder()
                .setResponse(Response.newBuilder().setStatus(200).setPayload(ByteString.copyFromUtf8(response)))
                .build());
    }

    static Envelope prepared(ChaincodeAction action) {
        ChaincodeActionPayload payload = ChaincodeActionPayload.newBuilder()
                .setAction(ChaincodeEndorsedAction.newBuilder()
                        .setProposalResponsePayload(ProposalResponsePayload.newBuilder()
                                .setExtension(action.toByteString())
                                .build()
                                .toByteString()))
                .build();
        Transaction transaction = Transaction.newBuilder()
                .addActions(TransactionAction.newBuilder().setPayload(payload.toByteString()))
                .build();
        return Envelope.newBuilder()
                .setPayload(Payload.newBuilder()
                        .setData(transaction.toByteString())
                        .build()
                        .toByteString())
                .build();
    }

    /** The trailer in which gRPC carries {@code google.rpc.Status} with the Gateway's details. */
    private static Metadata trailers(Status status, String... details) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeInt32(1, status.getCode().value());
            out.writeString(2, String.valueOf(status.getDescription()));
            for (String detail : details) {
                out.writeMessage(
                        3,
                        Any.pack(ErrorDetail.newBuilder()
                                .setAddress("peer0.org2.example.com:9051")
                                .setMspId("Org2MSP")
                                .setMessage(detail)
                                .build()));
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER), bytes.toByteArray());
        return trailers;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
