package org.evenhand.chaincode;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs the contract as a service for the peers of a real network. Its settings come from the environment:
 * {@code CHAINCODE_SERVER_ADDRESS} (host:port), {@code CHAINCODE_ID} or {@code CORE_CHAINCODE_ID_NAME} (the package
 * id), and optionally {@code CHAINCODE_TLS_CERT}, {@code CHAINCODE_TLS_KEY}, {@code CHAINCODE_CLIENT_CA_CERT} (PEM
 * files) and {@code CHAINCODE_THREADS}.
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
        try (EvenhandChaincodeServer server =
                EvenhandChaincodeServer.start(new ChaincodeEnvironment(System.getenv()).settings())) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            System.out.println("evenhand chaincode listens on " + server.address());
            server.awaitClose();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
        } catch (IOException e) {
            System.err.println("cannot start: " + e);
            System.exit(CANNOT_LISTEN);
        }
    }
}
