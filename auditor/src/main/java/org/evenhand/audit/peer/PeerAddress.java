package org.evenhand.audit.peer;

import com.google.protobuf.ByteString;

/**
 * Where a peer is, and how to know it.
 *
 * @param host the name or address to connect to
 * @param port the port
 * @param tlsRoots the certificates in PEM that the peer's TLS certificate must lead to
 * @param tlsName the name that the peer's TLS certificate must have; empty when it is the host
 */
public record PeerAddress(String host, int port, ByteString tlsRoots, String tlsName) {
    private static final int PORT_MAX = 65_535;

    public PeerAddress {
        if (host.isEmpty() || port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "Expected a host and a port of 1 to " + PORT_MAX + ", found " + host + ":" + port);
        }
        if (tlsRoots.isEmpty()) {
            throw new IllegalArgumentException("Blocks are only taken over TLS: name the roots of " + host);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
