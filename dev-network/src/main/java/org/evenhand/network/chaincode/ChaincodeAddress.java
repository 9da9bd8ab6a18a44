package org.evenhand.network.chaincode;

/**
 * Where a chaincode listens.
 *
 * @param host a name or an address.
 * @param port 1 to 65535.
 */
public record ChaincodeAddress(String host, int port) {
    /** Refuses an empty host and a port out of range. */
    public ChaincodeAddress {
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not an address: " + host + ":" + port);
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException if it is anything else.
     */
    public static ChaincodeAddress parse(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("expected host:port, got " + hostAndPort);
        }
        try {
            return new ChaincodeAddress(
                    hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected host:port, got " + hostAndPort, e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
