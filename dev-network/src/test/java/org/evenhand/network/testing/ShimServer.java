package org.evenhand.network.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hyperledger.fabric.metrics.Metrics;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeServerProperties;
import org.hyperledger.fabric.shim.NettyGrpcServer;
import org.hyperledger.fabric.traces.Traces;

/** Serves a chaincode in this JVM by the unmodified shim: one instance for one peer. */
public final class ShimServer implements AutoCloseable {
    /** Held here because a logger that nobody holds forgets its level. The shim logs every refusal as an error. */
    private static final Logger SHIM_LOGGER = Logger.getLogger("org.hyperledger.fabric");

    private final ServedChaincode chaincode;
    private final int port;
    private NettyGrpcServer server;

    private ShimServer(ServedChaincode chaincode, int port) {
        this.chaincode = chaincode;
        this.port = port;
    }

    /** Starts to serve on a free port of the loopback interface. */
    public static ShimServer start(ServedChaincode chaincode) {
        return reserve(chaincode).serve();
    }

    /** Chooses a port and does not listen yet. */
    public static ShimServer reserve(ServedChaincode chaincode) {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new ShimServer(chaincode, probe.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens, for the first time or again. */
    public ShimServer serve() {
        SHIM_LOGGER.setLevel(Level.OFF);
        try {
            chaincode.prepare();
            ChaincodeServerProperties properties = new ChaincodeServerProperties();
            properties.setServerAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server = new NettyGrpcServer(chaincode, properties);
            server.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.stop();
    }

    /** A chaincode that gets by code what the shim's own main gets from the environment. */
    public abstract static class ServedChaincode extends ChaincodeBase {
        final void prepare() {
            processCommandLineOptions(new String[] {"-i", "test:1"});
            validateOptions();
            Metrics.initialize(getChaincodeConfig());
            Traces.initialize(getChaincodeConfig());
        }

        @Override
        public Response init(org.hyperledger.fabric.shim.ChaincodeStub stub) {
            return invoke(stub);
        }
    }
}
