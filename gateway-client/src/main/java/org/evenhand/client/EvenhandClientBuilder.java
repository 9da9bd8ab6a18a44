package org.evenhand.client;

import io.grpc.ManagedChannel;
import java.io.IOException;
import java.util.Objects;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.PeerEndpoint;
import org.jspecify.annotations.Nullable;

/** Collects what a client needs: an identity, settings, and either a channel to share or a peer to call. */
public final class EvenhandClientBuilder {
    private @Nullable ClientIdentity identity;
    private @Nullable GatewaySettings settings;
    private @Nullable ManagedChannel shared;
    private @Nullable PeerEndpoint endpoint;

    EvenhandClientBuilder() {}

    /** Who signs. */
    public EvenhandClientBuilder identity(ClientIdentity who) {
        identity = who;
        return this;
    }

    /** Where transactions go. */
    public EvenhandClientBuilder settings(GatewaySettings where) {
        settings = where;
        return this;
    }

    /** A connection to a peer, which several clients may share; the client leaves it open. */
    public EvenhandClientBuilder connection(ManagedChannel channel) {
        shared = channel;
        return this;
    }

    /** A peer to connect to; the client closes the connection. */
    public EvenhandClientBuilder peer(PeerEndpoint peer) {
        endpoint = peer;
        return this;
    }

    /**
     * The client. It connects when it is first used.
     *
     * @throws IOException if the peer's TLS roots cannot be read
     */
    public EvenhandClient connect() throws IOException {
        ClientIdentity who = Objects.requireNonNull(identity, "a client needs an identity");
        GatewaySettings where = Objects.requireNonNull(settings, "a client needs settings");
        if (shared != null) {
            return new GatewayEvenhandClient(who, where, shared, false);
        }
        PeerEndpoint peer = Objects.requireNonNull(endpoint, "a client needs a connection or a peer");
        return new GatewayEvenhandClient(who, where, peer.connect(), true);
    }
}
