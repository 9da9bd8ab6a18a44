package org.evenhand.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.evenhand.chaincode.EvenhandChaincodeServer;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.GatewaySettings;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.client.connect.PeerEndpoint;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Timing;
import org.evenhand.network.embedded.ChaincodeDeployment;
import org.evenhand.network.embedded.EmbeddedNetwork;
import org.evenhand.network.embedded.EmbeddedOrganisation;
import org.evenhand.network.embedded.NetworkOptions;
import org.evenhand.network.msp.Role;
import org.evenhand.node.AllocatorNode;
import org.evenhand.node.NodeHost;
import org.evenhand.node.NodePace;
import org.evenhand.node.NodeParts;
import org.evenhand.node.execution.BackgroundLoad;
import org.evenhand.node.execution.TaskExecutor;
import org.evenhand.node.execution.WorkloadExecutor;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.PoolListener;
import org.evenhand.node.sensing.ProcessShareSensor;
import org.evenhand.node.time.SystemTimers;
import org.hyperledger.fabric.client.Checkpointer;
import org.hyperledger.fabric.client.InMemoryCheckpointer;

/** A pool on the embedded network, over the real contract, shim and SDK, with nodes that really work. */
final class RealPool {
    static final PoolId ID = new PoolId("edge");
    static final TaskClass FRAME = new TaskClass(new ClassName("frame"), Resources.of(20, 1, 0, 10), 3, 100, true, 5);
    static final TaskClass SHOT = new TaskClass(new ClassName("shot"), Resources.of(10, 1, 0, 0), 3, 1_500, true, 5);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final BlockingQueue<RoundRecord> rounds = new LinkedBlockingQueue<>();
    private final List<TaskFact> facts = new ArrayList<>();
    private final Path folder;
    private final EmbeddedNetwork network;
    private final EvenhandClient first;

    RealPool(Path folder) throws Exception {
        this.folder = folder;
        network = EmbeddedNetwork.start(NetworkOptions.in(folder.resolve("network"))
                .chaincode(ChaincodeDeployment.startedBy("evenhand", "1.0", this::startChaincode))
                .build());
        open.push(network);
        List<MspId> members = network.organisations().stream()
                .map(EmbeddedOrganisation::mspId)
                .map(MspId::new)
                .toList();
        Policy policy = Policy.of(members)
                .withTiming(new Timing(300, 1_000, 6_000, 9_000, 3_000, 10_000, 500, 2_000, 500, 10_000));
        first = client(members.get(0), "Admin");
        first.proposePolicy(ID, 1, policy);
        for (MspId member : members.subList(1, members.size())) {
            client(member, "Admin").approvePolicy(ID, 1, Digest.of(policy.toJson()));
        }
        first.defineTaskClass(ID, FRAME);
        first.defineTaskClass(ID, SHOT);
        open.push(new GatewayPoolLedger(first, ID, new InMemoryCheckpointer()).follow(new Rounds()));
    }

    private String startChaincode(String mspId) {
        try {
            EvenhandChaincodeServer server = EvenhandChaincodeServer.start("evenhand_1.0:" + mspId, "127.0.0.1", 0);
            open.addLast(server);
            InetSocketAddress address = server.address();
            return address.getHostString() + ":" + address.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EmbeddedNetwork network() {
        return network;
    }

    /** Where the peer of an organisation is. */
    PeerEndpoint peer(MspId msp) throws IOException {
        return ConnectionProfile.read(network.organisation(msp.id()).connectionProfile())
                .peers()
                .get(0);
    }

    EvenhandClient client(MspId msp, String name) throws IOException {
        return client(msp, name, peer(msp));
    }

    EvenhandClient client(MspId msp, String name, PeerEndpoint peer) throws IOException {
        EmbeddedOrganisation organisation = network.organisation(msp.id());
        String domain = organisation.cryptoFolder().getFileName().toString();
        Path identity = organisation
                .cryptoFolder()
                .resolve("users")
                .resolve(name + "@" + domain)
                .resolve("msp");
        EvenhandClient client = EvenhandClient.builder()
                .identity(ClientIdentity.fromMsp(msp, identity))
                .settings(GatewaySettings.of(network.channel(), "evenhand"))
                .peer(peer)
                .connect();
        open.push(client);
        return client;
    }

    /** A host that follows the pool through the first organisation's peer. */
    NodeHost host() throws LedgerException {
        return host(first, new InMemoryCheckpointer());
    }

    NodeHost host(EvenhandClient client, Checkpointer checkpointer) throws LedgerException {
        NodeHost host = NodeHost.open(new GatewayPoolLedger(client, ID, checkpointer), new SystemTimers());
        open.push(host);
        return host;
    }

    AllocatorNode node(NodeHost host, String id, long millicores) throws IOException {
        StreamId stream = StreamId.parse(id);
        return node(host, id, millicores, peer(stream.msp()));
    }

    AllocatorNode node(NodeHost host, String id, long millicores, PeerEndpoint peer) throws IOException {
        StreamId stream = StreamId.parse(id);
        network.organisation(stream.msp().id()).issueIdentity(stream.name(), Role.CLIENT);
        Path scratch = Files.createDirectories(folder.resolve(id));
        TaskExecutor executor = new WorkloadExecutor(host.workThreads(), scratch, 1);
        return host.start(new NodeParts(
                stream,
                Resources.of(millicores, 512, 0, 1_000),
                new GatewayNodeLedger(client(stream.msp(), stream.name(), peer), ID, stream),
                executor,
                new ProcessShareSensor(executor, BackgroundLoad.declared()),
                NodePace.DEFAULT));
    }

    private final class Rounds implements PoolListener {
        @Override
        public void entryAppended(StreamId stream, long sequence) {}

        @Override
        public void roundDecided(RoundRecord record) {
            rounds.add(record);
        }

        @Override
        public void policyAdopted() {}
    }

    /** Takes in rounds until their facts are as wanted. */
    void await(String what, BooleanSupplier wanted) throws InterruptedException {
        while (!wanted.getAsBoolean()) {
            RoundRecord round = rounds.poll(60, TimeUnit.SECONDS);
            assertThat(round).as("a round while waiting for " + what).isNotNull();
            round.facts().stream()
                    .filter(TaskFact.class::isInstance)
                    .map(TaskFact.class::cast)
                    .forEach(facts::add);
        }
    }

    /** What the rounds that were awaited said of tasks. */
    <F extends TaskFact> List<F> facts(Class<F> type) {
        return facts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** How many tasks such facts were about. */
    long count(Class<? extends TaskFact> type) {
        return facts(type).stream().mapToLong(fact -> fact.range().size()).sum();
    }

    void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the pool did not close", e);
            }
        }
    }
}
