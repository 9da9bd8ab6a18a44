package org.evenhand.chaincode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.evenhand.chaincode.metrics.ChaincodeMeters;
import org.evenhand.operations.Operations;
import org.evenhand.operations.health.HealthCheck.Verdict;
import org.evenhand.operations.log.Logs;

/**
 * Runs the contract as a service for the peers of a real network. Its settings come from the environment:
 * {@code CHAINCODE_SERVER_ADDRESS} (host:port), {@code CHAINCODE_ID} or {@code CORE_CHAINCODE_ID_NAME} (the package
 * id), and optionally {@code CHAINCODE_TLS_CERT}, {@code CHAINCODE_TLS_KEY}, {@code CHAINCODE_CLIENT_CA_CERT} (PEM
 * files), {@code CHAINCODE_THREADS}, {@code EVENHAND_OPERATIONS} (host:port for metrics and health),
 * {@code EVENHAND_LOG_LEVEL} and {@code EVENHAND_LOG_FORMAT}.
 *
 * <p>Exit codes: 1 when it cannot listen, 2 when the environment makes no sense.
 */
public final class ChaincodeMain {
    private static final int CANNOT_LISTEN = 1;
    private static final int USAGE = 2;

    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger SHIM = Logger.getLogger("org.hyperledger.fabric");

    private ChaincodeMain() {}

    public static void main(String[] args) throws InterruptedException {
        SHIM.setLevel(Level.WARNING);
        ChaincodeEnvironment environment = new ChaincodeEnvironment(System.getenv());
        try {
            Logs.configure(environment.logLevel(), environment.logFormat());
            run(environment.settings(), environment.operations());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
        } catch (IOException e) {
            System.err.println("cannot start: " + e);
            System.exit(CANNOT_LISTEN);
        }
    }

    private static void run(ChaincodeSettings settings, Optional<InetSocketAddress> shown)
            throws IOException, InterruptedException {
        if (shown.isEmpty()) {
            serve(settings, ChaincodeObserver.NOBODY, server -> {});
            return;
        }
        try (Operations operations = Operations.open("chaincode", shown.get())) {
            ChaincodeMeters meters = new ChaincodeMeters(operations.registry());
            serve(settings, meters, server -> show(server, meters, operations));
        }
    }

    private static void show(EvenhandChaincodeServer server, ChaincodeMeters meters, Operations operations) {
        operations
                .health()
                .ready(
                        "listening",
                        () -> server.isListening()
                                ? Verdict.up("on " + server.address() + ", peers connected: " + meters.connections())
                                : Verdict.down("the server has been closed"))
                .started();
    }

    @FunctionalInterface
    private interface Started {
        void by(EvenhandChaincodeServer server);
    }

    private static void serve(ChaincodeSettings settings, ChaincodeObserver observer, Started started)
            throws IOException, InterruptedException {
        try (EvenhandChaincodeServer server = EvenhandChaincodeServer.start(settings, observer)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            started.by(server);
            System.out.println("evenhand chaincode listens on " + server.address());
            server.awaitClose();
        }
    }
}
