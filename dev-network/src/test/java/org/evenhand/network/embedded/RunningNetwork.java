package org.evenhand.network.embedded;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.testing.KeyValueChaincode;
import org.evenhand.network.testing.SdkClient;
import org.evenhand.network.testing.ShimServer;

/** A network with the chaincode {@code cc}, and what tests opened to talk to it. */
final class RunningNetwork implements AutoCloseable {
    static final String CHAINCODE = "cc";

    private final Deque<SdkClient> clients = new ArrayDeque<>();
    private final Map<String, ShimServer> instances = new HashMap<>();
    private final EmbeddedNetwork network;

    private RunningNetwork(NetworkOptions.Builder options) {
        network = EmbeddedNetwork.start(
                options.chaincode(ChaincodeDeployment.startedBy(CHAINCODE, "1", this::startInstance))
                        .build());
    }

    static RunningNetwork start(Path folder) {
        return start(folder, UnaryOperator.identity());
    }

    static RunningNetwork start(Path folder, UnaryOperator<NetworkOptions.Builder> options) {
        return new RunningNetwork(options.apply(NetworkOptions.in(folder)));
    }

    EmbeddedNetwork network() {
        return network;
    }

    /** The instance that an organisation's peer uses. */
    ShimServer instance(String mspId) {
        return Objects.requireNonNull(instances.get(mspId));
    }

    SdkClient client(String mspId) {
        return client(mspId, network.organisation(mspId).user());
    }

    SdkClient client(String mspId, SigningIdentity identity) {
        EmbeddedOrganisation organisation = network.organisation(mspId);
        SdkClient client =
                SdkClient.connect(organisation.gateway(), organisation.tlsAuthority(), identity, network.channel());
        clients.push(client);
        return client;
    }

    @Override
    public void close() {
        clients.forEach(SdkClient::close);
        network.close();
        instances.values().forEach(ShimServer::close);
    }

    private String startInstance(String mspId) {
        ShimServer server = ShimServer.start(new KeyValueChaincode(mspId));
        instances.put(mspId, server);
        return server.address();
    }
}
