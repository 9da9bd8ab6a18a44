package org.evenhand.chaincode;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.metrics.Metrics;
import org.hyperledger.fabric.traces.Traces;

/**
 * The contract as a service: peers connect to it and have their transactions simulated.
 *
 * <p>Each connection gets an instance of the contract of its own. So several servers live in one JVM, one server may
 * serve several peers, and a peer that reconnects starts from a clean handshake. Real networks still give each
 * organisation a process of its own: an organisation should trust no other's.
 */
public final class EvenhandChaincodeServer implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 100 * 1024 * 1024;
    private static final long PEERS_PING_AFTER_SECONDS = 30;

    static {
        // Without these the shim starts and then hangs in the first transaction.
        Metrics.initialize(new Properties());
        Traces.initialize(new Properties());
    }

    private final Server server;

    private EvenhandChaincodeServer(Server server) {
        this.server = server;
    }

    /**
     * Starts without TLS, with the default number of threads.
     *
     * @param chaincodeId the package id under which the peers know the chaincode
     * @param host the address to listen on
     * @param port the port, or 0 for a free one
     * @throws IOException if it cannot listen there
     */
    public static EvenhandChaincodeServer start(String chaincodeId, String host, int port) throws IOException {
        return start(ChaincodeSettings.plaintext(chaincodeId, host, port));
    }

    /**
     * Starts as the settings say.
     *
     * @throws IOException if it cannot listen, or cannot read its key material
     */
    public static EvenhandChaincodeServer start(ChaincodeSettings settings) throws IOException {
        return start(settings, ChaincodeObserver.NOBODY);
    }

    /**
     * Starts as the settings say.
     *
     * @param observer hears of what it does
     * @throws IOException if it cannot listen, or cannot read its key material
     */
    public static EvenhandChaincodeServer start(ChaincodeSettings settings, ChaincodeObserver observer)
            throws IOException {
        Clock clock = Clock.systemUTC();
        Callers callers = new Callers();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(settings.host(), settings.port()))
                .addService(new ConnectionService(
                        () -> new EvenhandChaincode(
                                callers, clock, settings.chaincodeId(), settings.threads(), observer),
                        observer))
                // The shim only puts a message into the right hands; a change of thread would cost more than that.
                .directExecutor()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .permitKeepAliveTime(PEERS_PING_AFTER_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        if (settings.tls().isPresent()) {
            secure(builder, settings.tls().get());
        }
        return new EvenhandChaincodeServer(builder.build().start());
    }

    private static void secure(NettyServerBuilder builder, ChaincodeTls tls) throws IOException {
        SslContextBuilder context = GrpcSslContexts.forServer(
                tls.certificate().toFile(), tls.privateKey().toFile());
        tls.clientAuthority()
                .ifPresent(authority -> context.clientAuth(ClientAuth.REQUIRE).trustManager(authority.toFile()));
        builder.sslContext(context.build());
    }

    /** Where the server listens; its port is the real one even when a free one was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().get(0);
    }

    /** Whether it takes connections. */
    public boolean isListening() {
        return !server.isShutdown();
    }

    /** Waits until the server is closed. */
    public void awaitClose() throws InterruptedException {
        server.awaitTermination();
    }

    /** Ends all connections at once. */
    @Override
    public void close() {
        server.shutdownNow();
    }
}
