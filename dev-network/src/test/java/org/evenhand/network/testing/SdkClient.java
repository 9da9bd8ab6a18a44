package org.evenhand.network.testing;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.evenhand.network.config.Endpoint;
import org.evenhand.network.msp.SigningIdentity;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.client.identity.X509Identity;

/** The unmodified SDK, connected to one gateway as one identity. */
public final class SdkClient implements AutoCloseable {
    private final ManagedChannel channel;
    private final Gateway gateway;
    private final String channelName;

    private SdkClient(ManagedChannel channel, Gateway gateway, String channelName) {
        this.channel = channel;
        this.gateway = gateway;
        this.channelName = channelName;
    }

    /** Connects with TLS, trusting this authority. */
    public static SdkClient connect(
            Endpoint endpoint, Path tlsAuthority, SigningIdentity identity, String channelName) {
        return on(open(endpoint, tlsAuthority), identity, channelName);
    }

    /** A client on a connection that others may use, too. */
    public static SdkClient on(ManagedChannel channel, SigningIdentity identity, String channelName) {
        Gateway gateway = Gateway.newInstance()
                .identity(new X509Identity(identity.mspId(), identity.certificate()))
                // The SDK's own signer is Bouncy Castle's, which would cost half of what a load test can do.
                .signer(identity::sign)
                .hash(Hash.NONE)
                .connection(channel)
                .evaluateOptions(options -> options.withDeadlineAfter(20, TimeUnit.SECONDS))
                .endorseOptions(options -> options.withDeadlineAfter(20, TimeUnit.SECONDS))
                .submitOptions(options -> options.withDeadlineAfter(20, TimeUnit.SECONDS))
                .commitStatusOptions(options -> options.withDeadlineAfter(20, TimeUnit.SECONDS))
                .connect();
        return new SdkClient(channel, gateway, channelName);
    }

    /** Opens a connection. */
    public static ManagedChannel open(Endpoint endpoint, Path tlsAuthority) {
        try {
            return NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(tlsAuthority.toFile())
                            .build())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The connection. */
    public ManagedChannel connection() {
        return channel;
    }

    /** The channel, for events. */
    public Network network() {
        return gateway.getNetwork(channelName);
    }

    /** A chaincode. */
    public Contract contract(String chaincode) {
        return network().getContract(chaincode);
    }

    @Override
    public void close() {
        gateway.close();
        channel.shutdownNow();
    }
}
