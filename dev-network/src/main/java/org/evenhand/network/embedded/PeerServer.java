package org.evenhand.network.embedded;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.crypto.TlsFiles;
import org.evenhand.network.gateway.ConcurrencyLimit;

/**
 * One organisation's gRPC endpoint, its peer's or its orderer's. Services run on the threads that read the network:
 * none of them waits for anything, and a hand-over costs as much as most of what they do.
 */
final class PeerServer implements AutoCloseable {
    /** What a message may hold beside the envelope that the channel's configuration lets through. */
    private static final int MESSAGE_BYTES_BESIDE_ENVELOPE = 1 << 20;

    /** Fabric's limit on a message to a peer. */
    private static final int MESSAGE_BYTES_MAX = 100 << 20;

    private static final int CALLS_MAX = 2_500;
    private static final long KEEP_ALIVE_SECONDS_MIN = 10;

    private final Server server;

    private PeerServer(Server server) {
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @param envelopeBytesMax the largest envelope that makes sense; a message much larger is refused before it is
     *     read.
     * @throws UncheckedIOException naming the endpoint, if it is taken.
     */
    static PeerServer start(Endpoint endpoint, TlsFiles tls, long envelopeBytesMax, BindableService... services) {
        try {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(
                            new InetSocketAddress(endpoint.host(), endpoint.port()))
                    .sslContext(GrpcSslContexts.forServer(
                                    tls.certificate().toFile(), tls.privateKey().toFile())
                            .build())
                    .directExecutor()
                    .maxInboundMessageSize(
                            (int) Math.min(MESSAGE_BYTES_MAX, envelopeBytesMax + MESSAGE_BYTES_BESIDE_ENVELOPE))
                    .permitKeepAliveTime(KEEP_ALIVE_SECONDS_MIN, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true);
            for (BindableService service : services) {
                String name = service.bindService().getServiceDescriptor().getName();
                builder.addService(ServerInterceptors.intercept(service, new ConcurrencyLimit(name, CALLS_MAX)));
            }
            return new PeerServer(builder.build().start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serve at " + endpoint, e);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
