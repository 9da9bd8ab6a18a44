package org.evenhand.chaincode;

import java.util.Optional;

/**
 * How the contract's server runs.
 *
 * @param chaincodeId the package id under which the peers know the chaincode, such as {@code evenhand_1.0:0a1b...}
 * @param host the address to listen on
 * @param port the port, or 0 for a free one
 * @param threads how many transactions of one connection are simulated at once, 1 to {@link #THREADS_MAX}
 * @param tls keys, or nothing for plaintext
 */
public record ChaincodeSettings(String chaincodeId, String host, int port, int threads, Optional<ChaincodeTls> tls) {
    /** A simulation mostly waits for the peer's answers, so more threads than cores pay. */
    public static final int THREADS_DEFAULT = 16;

    public static final int THREADS_MAX = 1_024;
    private static final int PORT_MAX = 65_535;

    public ChaincodeSettings {
        if (chaincodeId.isBlank()) {
            throw new IllegalArgumentException("a chaincode id is needed");
        }
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("no port has the number " + port);
        }
        if (threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("threads from 1 to " + THREADS_MAX + ", not " + threads);
        }
    }

    /** Without TLS, with the default number of threads. */
    public static ChaincodeSettings plaintext(String chaincodeId, String host, int port) {
        return new ChaincodeSettings(chaincodeId, host, port, THREADS_DEFAULT, Optional.empty());
    }

    public ChaincodeSettings withThreads(int changed) {
        return new ChaincodeSettings(chaincodeId, host, port, changed, tls);
    }

    public ChaincodeSettings withTls(ChaincodeTls changed) {
        return new ChaincodeSettings(chaincodeId, host, port, threads, Optional.of(changed));
    }
}
