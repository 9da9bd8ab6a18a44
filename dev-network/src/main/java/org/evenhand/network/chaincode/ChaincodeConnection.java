package org.evenhand.network.chaincode;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One organisation's line to its chaincode, which runs as a service of its own and is dialled by the peer. It connects
 * at once, and again, at growing intervals, whenever the chaincode goes away. A transaction that comes while the line
 * is down waits for it for a while.
 */
public final class ChaincodeConnection implements AutoCloseable {
    /** Fabric's own limit on a message between peer and chaincode. */
    private static final int MESSAGE_BYTES_MAX = 100 * 1024 * 1024;

    private static final Logger LOGGER = LoggerFactory.getLogger(ChaincodeConnection.class);
    private static final long RECONNECT_MILLIS_MIN = 20;
    private static final long RECONNECT_MILLIS_MAX = 2_000;

    private final String name;
    private final ChaincodeAddress address;
    private final Duration executeTimeout;
    private final ScheduledExecutorService timer;
    private final ManagedChannel channel;
    private final ExecutorService queries;
    private final Object lock = new Object();
    private CompletableFuture<ChaincodeStream> connected = new CompletableFuture<>();
    private long reconnectMillis = RECONNECT_MILLIS_MIN;
    private String lastFailure = "not connected yet";
    private boolean closed;

    private ChaincodeConnection(
            String name, ChaincodeAddress address, Duration executeTimeout, ScheduledExecutorService timer) {
        this.name = name;
        this.address = address;
        this.executeTimeout = executeTimeout;
        this.timer = timer;
        this.queries = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "queries-of-" + name);
            thread.setDaemon(true);
            return thread;
        });
        this.channel = NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .build();
    }

    /**
     * Starts to connect, and returns before that is done.
     *
     * @param name the chaincode's name, which is also the namespace of its state.
     * @param executeTimeout the most time a transaction may wait for the line, and then for its answer.
     * @param timer runs the attempts to connect again.
     */
    public static ChaincodeConnection open(
            String name, ChaincodeAddress address, Duration executeTimeout, ScheduledExecutorService timer) {
        ChaincodeConnection connection = new ChaincodeConnection(name, address, executeTimeout, timer);
        connection.connect();
        return connection;
    }

    /** Runs a transaction. Fails with a {@link ChaincodeException}, and with nothing else. */
    public CompletableFuture<ChaincodeResult> invoke(Invocation invocation) {
        CompletableFuture<ChaincodeStream> line = line();
        CompletableFuture<ChaincodeMessage> answer = isUp(line)
                ? execute(line.join(), invocation)
                : line.copy()
                        .orTimeout(executeTimeout.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unreachable()))
                        .thenCompose(stream -> execute(stream, invocation));
        return answer.thenApply(message -> result(invocation, message));
    }

    /** Whether a transaction would be sent at once. */
    public boolean isReady() {
        return isUp(line());
    }

    /** Completed when the chaincode can be used for the first time or again. */
    public CompletableFuture<Void> ready() {
        return line().thenApply(stream -> null);
    }

    @Override
    public void close() {
        CompletableFuture<ChaincodeStream> line;
        synchronized (lock) {
            closed = true;
            line = connected;
        }
        ChaincodeException stopped = new ChaincodeException("the network is being stopped");
        if (!line.completeExceptionally(stopped) && !line.isCompletedExceptionally()) {
            line.join().close("the network is being stopped");
        }
        channel.shutdownNow();
        queries.shutdown();
    }

    /** Once the network is being stopped nobody waits for answers any more. */
    private void query(Runnable query) {
        try {
            queries.execute(query);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("a query of chaincode {} came after the end", name, e);
        }
    }

    private static boolean isUp(CompletableFuture<ChaincodeStream> line) {
        return line.isDone() && !line.isCompletedExceptionally();
    }

    private CompletableFuture<ChaincodeStream> line() {
        synchronized (lock) {
            return connected;
        }
    }

    private CompletableFuture<ChaincodeMessage> execute(ChaincodeStream stream, Invocation invocation) {
        ChaincodeMessage.Type type =
                invocation.input().getIsInit() ? ChaincodeMessage.Type.INIT : ChaincodeMessage.Type.TRANSACTION;
        return stream.execute(invocation, type, executeTimeout)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        cause(failure) instanceof TimeoutException
                                ? new ChaincodeException("error sending: timeout expired while executing transaction")
                                : cause(failure)));
    }

    private ChaincodeResult result(Invocation invocation, ChaincodeMessage message) {
        if (message.getType() == ChaincodeMessage.Type.ERROR) {
            throw new CompletionException(new ChaincodeException(
                    "transaction returned with failure: " + message.getPayload().toStringUtf8()));
        }
        Optional<ChaincodeEvent> event = message.hasChaincodeEvent()
                ? Optional.of(message.getChaincodeEvent().toBuilder()
                        .setChaincodeId(name)
                        .setTxId(invocation.txId())
                        .build())
                : Optional.empty();
        try {
            return new ChaincodeResult(Response.parseFrom(message.getPayload()), event);
        } catch (InvalidProtocolBufferException e) {
            throw new CompletionException(new ChaincodeException(
                    "failed to unmarshal response for transaction " + invocation.txId() + ": " + e.getMessage()));
        }
    }

    private void connect() {
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        // Otherwise gRPC would wait longer and longer by a rule of its own.
        channel.resetConnectBackoff();
        var unused = ChaincodeGrpc.newStub(channel).connect(new ChaincodeStream(name, this::query, new Line()));
    }

    private void connected(ChaincodeStream stream) {
        CompletableFuture<ChaincodeStream> waiting;
        synchronized (lock) {
            reconnectMillis = RECONNECT_MILLIS_MIN;
            waiting = connected;
        }
        waiting.complete(stream);
    }

    private void disconnected(String reason) {
        long delayMillis;
        synchronized (lock) {
            lastFailure = reason;
            if (closed) {
                return;
            }
            if (connected.isDone()) {
                connected = new CompletableFuture<>();
            }
            delayMillis = reconnectMillis;
            reconnectMillis = Math.min(RECONNECT_MILLIS_MAX, reconnectMillis * 2);
        }
        var unused = timer.schedule(this::connect, delayMillis, TimeUnit.MILLISECONDS);
    }

    private ChaincodeException unreachable() {
        synchronized (lock) {
            return new ChaincodeException(
                    "could not launch chaincode " + name + ": connection to " + address + ": " + lastFailure);
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** What one conversation tells the connection. */
    private final class Line implements ChaincodeStream.Listener {
        @Override
        public void ready(ChaincodeStream stream) {
            connected(stream);
        }

        @Override
        public void ended(String reason) {
            disconnected(reason);
        }
    }
}
