package org.evenhand.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.evenhand.chaincode.EvenhandChaincodeServer;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.core.model.MspId;
import org.evenhand.network.embedded.ChaincodeDeployment;
import org.evenhand.network.embedded.EmbeddedNetwork;
import org.evenhand.network.embedded.NetworkOptions;
import org.evenhand.network.msp.Role;

/** Three organisations with the real contract, each under a shim of its own, and clients as users would make them. */
final class TestNetwork implements AutoCloseable {
    private final Deque<EvenhandClient> clients = new ArrayDeque<>();
    private final Deque<EvenhandChaincodeServer> servers = new ArrayDeque<>();
    private final EmbeddedNetwork network;

    TestNetwork(Path folder) {
        network = start(folder, this::startChaincode);
    }

    /** With contracts that run elsewhere: from an organisation to the address of its own. */
    TestNetwork(Path folder, Function<String, String> contracts) {
        network = start(folder, contracts);
    }

    private static EmbeddedNetwork start(Path folder, Function<String, String> contracts) {
        return EmbeddedNetwork.start(NetworkOptions.in(folder)
                .chaincode(ChaincodeDeployment.startedBy("evenhand", "1.0", contracts))
                .build());
    }

    private String startChaincode(String mspId) {
        try {
            EvenhandChaincodeServer server = EvenhandChaincodeServer.start("evenhand_1.0:" + mspId, "127.0.0.1", 0);
            servers.push(server);
            InetSocketAddress address = server.address();
            return address.getHostString() + ":" + address.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EvenhandClient admin(String mspId) throws IOException {
        return client(mspId, "Admin");
    }

    /** A client with a key of its own, as each node and each submitter has. */
    EvenhandClient member(String mspId, String name) throws IOException {
        network.organisation(mspId).issueIdentity(name, Role.CLIENT);
        return client(mspId, name);
    }

    /** Where the organisation's peers are. */
    Path profile(String mspId) {
        return network.organisation(mspId).connectionProfile();
    }

    /** The folder with the certificate and the key of one of its users. */
    Path msp(String mspId, String name) {
        Path organisation = network.organisation(mspId).cryptoFolder();
        return organisation
                .resolve("users")
                .resolve(name + "@" + organisation.getFileName())
                .resolve("msp");
    }

    private EvenhandClient client(String mspId, String name) throws IOException {
        EvenhandClient client = EvenhandClient.builder()
                .identity(ClientIdentity.fromMsp(new MspId(mspId), msp(mspId, name)))
                .settings(GatewaySettings.of(network.channel(), "evenhand"))
                .peer(ConnectionProfile.read(profile(mspId)).peers().get(0))
                .connect();
        clients.push(client);
        return client;
    }

    @Override
    public void close() {
        clients.forEach(EvenhandClient::close);
        network.close();
        servers.forEach(EvenhandChaincodeServer::close);
    }
}
