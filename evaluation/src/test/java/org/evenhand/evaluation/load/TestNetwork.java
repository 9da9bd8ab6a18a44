package org.evenhand.evaluation.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.evenhand.chaincode.EvenhandChaincodeServer;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.GatewaySettings;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.core.model.MspId;
import org.evenhand.network.embedded.ChaincodeDeployment;
import org.evenhand.network.embedded.EmbeddedNetwork;
import org.evenhand.network.embedded.EmbeddedOrganisation;
import org.evenhand.network.embedded.NetworkOptions;
import org.evenhand.network.msp.Role;

/** The embedded network with the real contract, as something to put load on. */
public final class TestNetwork implements LoadTarget, AutoCloseable {
    private final Deque<EvenhandChaincodeServer> servers = new ArrayDeque<>();
    private final EmbeddedNetwork network;

    public TestNetwork(Path folder) {
        network = EmbeddedNetwork.start(NetworkOptions.in(folder)
                .chaincode(ChaincodeDeployment.startedBy("evenhand", "1", this::startChaincode))
                .build());
    }

    private String startChaincode(String mspId) {
        try {
            EvenhandChaincodeServer server = EvenhandChaincodeServer.start("evenhand_1:" + mspId, "127.0.0.1", 0);
            servers.push(server);
            return "127.0.0.1:" + server.address().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<MspId> organisations() {
        return network.organisations().stream()
                .map(organisation -> new MspId(organisation.mspId()))
                .toList();
    }

    @Override
    public EvenhandClient client(MspId msp, String name) throws IOException {
        network.organisation(msp.id()).issueIdentity(name, Role.CLIENT);
        return connect(msp, name);
    }

    @Override
    public EvenhandClient admin(MspId msp) throws IOException {
        return connect(msp, "Admin");
    }

    private EvenhandClient connect(MspId msp, String name) throws IOException {
        EmbeddedOrganisation organisation = network.organisation(msp.id());
        ConnectionProfile profile = ConnectionProfile.read(organisation.connectionProfile());
        String domain = String.valueOf(organisation.cryptoFolder().getFileName());
        Path folder = organisation
                .cryptoFolder()
                .resolve("users")
                .resolve(name + "@" + domain)
                .resolve("msp");
        return EvenhandClient.builder()
                .identity(ClientIdentity.fromMsp(msp, folder))
                .settings(GatewaySettings.of(network.channel(), "evenhand"))
                .peer(profile.peers().get(0))
                .connect();
    }

    @Override
    public void close() {
        network.close();
        servers.forEach(EvenhandChaincodeServer::close);
    }
}
