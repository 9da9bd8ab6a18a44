package org.evenhand.network.config;

/**
 * Where a node listens, as the channel configuration names it.
 *
 * @param host a host name.
 * @param port a TCP port, 1 to 65535.
 */
public record Endpoint(String host, int port) {
    /** Refuses ports that do not exist. */
    public Endpoint {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no endpoint: " + host + ":" + port);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
