package org.evenhand.client.connect;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Where a peer's Gateway is.
 *
 * @param name the peer's name in the profile
 * @param host its address
 * @param port its port
 * @param tls how it proves itself, or nothing for plaintext
 */
public record PeerEndpoint(String name, String host, int port, Optional<Tls> tls) {
    /** Blocks and events of large rounds pass the default of 4 MiB. */
    private static final int MESSAGE_BYTES_MAX = 100 * 1024 * 1024;

    private static final long PING_AFTER_SECONDS = 60;
    private static final long RETRY_MILLIS = 1_000;
    private static final int PORT_MAX = 65_535;

    /**
     * How a peer proves itself.
     *
     * @param authorityPem the TLS roots, PEM
     * @param serverName the name in the peer's certificate, where it differs from the host
     */
    public record Tls(String authorityPem, Optional<String> serverName) {}

    public PeerEndpoint {
        if (host.isBlank() || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("no peer listens at " + host + ":" + port);
        }
    }

    /**
     * Opens a channel, which connects when it is first used. Several clients may share it; who opened it shuts it down.
     *
     * @throws IOException if the TLS roots are not certificates
     */
    public ManagedChannel connect() throws IOException {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(host, port)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .keepAliveTime(PING_AFTER_SECONDS, TimeUnit.SECONDS);
        if (tls.isEmpty()) {
            builder.usePlaintext();
        } else {
            secure(builder, tls.get());
        }
        ManagedChannel channel = builder.build();
        keepTrying(channel);
        return channel;
    }

    /**
     * Has the channel try again soon whenever it cannot connect. Left to itself it waits longer each time, in the end
     * two minutes, and a peer that was away for long would be found again as late as that.
     */
    private static void keepTrying(ManagedChannel channel) {
        ConnectivityState state = channel.getState(false);
        if (state == ConnectivityState.SHUTDOWN) {
            return;
        }
        if (state == ConnectivityState.TRANSIENT_FAILURE) {
            CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(channel::resetConnectBackoff);
        }
        channel.notifyWhenStateChanged(state, () -> keepTrying(channel));
    }

    private void secure(NettyChannelBuilder builder, Tls required) throws IOException {
        byte[] roots = required.authorityPem().getBytes(StandardCharsets.UTF_8);
        try {
            builder.sslContext(GrpcSslContexts.forClient()
                    .trustManager(new ByteArrayInputStream(roots))
                    .build());
        } catch (IllegalArgumentException e) {
            throw new IOException("the TLS roots of " + name + " are not certificates in PEM", e);
        }
        required.serverName().ifPresent(builder::overrideAuthority);
    }
}
