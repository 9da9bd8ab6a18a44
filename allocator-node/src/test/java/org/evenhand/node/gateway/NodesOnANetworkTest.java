package org.evenhand.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.evenhand.chaincode.EvenhandChaincodeServer;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.GatewaySettings;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Timing;
import org.evenhand.core.range.RangeSet;
import org.evenhand.core.range.Span;
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
import org.evenhand.node.ledger.PoolListener;
import org.evenhand.node.sensing.ProcessShareSensor;
import org.evenhand.node.time.SystemTimers;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.Checkpointer;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that really work, over the real contract, shim and SDK, on the embedded network. */
@Timeout(180)
class NodesOnANetworkTest {
    private static final PoolId POOL = new PoolId("edge");
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(20, 1, 0, 10), 3, 100, true, 5);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final BlockingQueue<RoundRecord> rounds = new LinkedBlockingQueue<>();
    private final List<RangeSet> finished = new ArrayList<>();

    private Path folder;
    private EmbeddedNetwork network;
    private NodeHost host;

    @BeforeEach
    void found_the_pool(@TempDir Path temporary) throws Exception {
        folder = temporary;
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
        EvenhandClient first = client(members.get(0), "Admin");
        first.proposePolicy(POOL, 1, policy);
        for (MspId member : members.subList(1, members.size())) {
            client(member, "Admin").approvePolicy(POOL, 1, Digest.of(policy.toJson()));
        }
        first.defineTaskClass(POOL, FRAME);
        host = NodeHost.open(new GatewayPoolLedger(first, POOL, new InMemoryCheckpointer()), new SystemTimers());
        open.push(host);
        open.push(new GatewayPoolLedger(first, POOL, new InMemoryCheckpointer()).follow(new Rounds()));
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

    @AfterEach
    void close_everything() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private EvenhandClient client(MspId msp, String name) throws IOException {
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
                .peer(ConnectionProfile.read(organisation.connectionProfile())
                        .peers()
                        .get(0))
                .connect();
        open.push(client);
        return client;
    }

    private AllocatorNode node(String id, long millicores) throws IOException {
        StreamId stream = StreamId.parse(id);
        network.organisation(stream.msp().id()).issueIdentity(stream.name(), Role.CLIENT);
        Path scratch = Files.createDirectories(folder.resolve(id));
        TaskExecutor executor = new WorkloadExecutor(host.workThreads(), scratch, 1);
        return host.start(new NodeParts(
                stream,
                Resources.of(millicores, 512, 0, 1_000),
                new GatewayNodeLedger(client(stream.msp(), stream.name()), POOL, stream),
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

    private void awaitFinished(long tasks) throws InterruptedException {
        long done = finished.stream().mapToLong(RangeSet::size).sum();
        while (done < tasks) {
            RoundRecord round = rounds.poll(60, TimeUnit.SECONDS);
            assertThat(round).as("a round after " + done + " finished tasks").isNotNull();
            for (TaskFact.Finished fact : facts(round)) {
                Span span = fact.range().span();
                finished.add(RangeSet.of(span.from(), span.to()));
                done += span.size();
            }
        }
    }

    private static List<TaskFact.Finished> facts(RoundRecord round) {
        return round.facts().stream()
                .filter(TaskFact.Finished.class::isInstance)
                .map(TaskFact.Finished.class::cast)
                .toList();
    }

    /** A checkpoint on a disk that fails. */
    private static final class FailingCheckpointer implements Checkpointer {
        private final InMemoryCheckpointer memory = new InMemoryCheckpointer();
        private volatile boolean failing;

        @Override
        public void checkpointBlock(long block) {
            memory.checkpointBlock(block);
        }

        @Override
        public void checkpointTransaction(long block, String transactionId) {
            memory.checkpointTransaction(block, transactionId);
        }

        @Override
        public void checkpointChaincodeEvent(ChaincodeEvent event) throws IOException {
            if (failing) {
                throw new IOException("no space left");
            }
            memory.checkpointChaincodeEvent(event);
        }

        @Override
        public OptionalLong getBlockNumber() {
            return memory.getBlockNumber();
        }

        @Override
        public Optional<String> getTransactionId() {
            return memory.getTransactionId();
        }
    }

    @Test
    void a_node_whose_checkpoint_cannot_be_written_any_more_ends_and_says_why() throws Exception {
        FailingCheckpointer checkpointer = new FailingCheckpointer();
        MspId msp = new MspId(network.organisations().get(0).mspId());
        host = NodeHost.open(new GatewayPoolLedger(client(msp, "Admin"), POOL, checkpointer), new SystemTimers());
        open.push(host);
        AllocatorNode node = node(msp.id() + ".a", 200);
        node.submit(List.of(Submission.of(FRAME.name(), 1, Digest.of("payload"))))
                .get(30, TimeUnit.SECONDS);
        checkpointer.failing = true;
        assertThat(node.ended())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("no space left");
    }

    @Test
    void all_work_is_done_exactly_once_although_a_node_dies() throws Exception {
        AllocatorNode a = node("Org1MSP.a", 200);
        AllocatorNode b = node("Org2MSP.b", 100);
        AllocatorNode c = node("Org3MSP.c", 100);
        a.submit(List.of(Submission.of(FRAME.name(), 150, Digest.of("payload"))))
                .get(30, TimeUnit.SECONDS);
        awaitFinished(40);
        b.kill();
        awaitFinished(150);
        assertThat(finished.stream().mapToLong(RangeSet::size).sum()).isEqualTo(150);
        assertThat(finished.stream().reduce(RangeSet.empty(), RangeSet::add)).isEqualTo(RangeSet.of(0, 150));
        assertThat(a.statistics().roundsWon()).isPositive();
        assertThat(c.statistics().roundsWon()).isPositive();
        assertThat(a.stop().get(30, TimeUnit.SECONDS).handedOver()).isTrue();
    }
}
