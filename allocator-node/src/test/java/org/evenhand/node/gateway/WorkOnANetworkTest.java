package org.evenhand.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.evenhand.chaincode.EvenhandChaincodeServer;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.GatewaySettings;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.client.work.SubmissionFollower;
import org.evenhand.client.work.SubmissionProgress;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Timing;
import org.evenhand.network.embedded.ChaincodeDeployment;
import org.evenhand.network.embedded.EmbeddedNetwork;
import org.evenhand.network.embedded.EmbeddedOrganisation;
import org.evenhand.network.embedded.NetworkOptions;
import org.evenhand.network.msp.Role;
import org.evenhand.node.NodeConfig;
import org.evenhand.node.NodePace;
import org.evenhand.node.StandaloneNode;
import org.evenhand.node.content.InputManifest;
import org.evenhand.node.content.InputManifest.Input;
import org.evenhand.node.content.ResultDocument;
import org.evenhand.node.content.ResultManifest;
import org.evenhand.node.exchange.Contact;
import org.evenhand.node.exchange.ExchangeClient;
import org.evenhand.node.exchange.TlsIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files of one organisation become the work of another's node, and what it made comes back: all of it for real. */
@Timeout(240)
@DisabledOnOs(OS.WINDOWS)
class WorkOnANetworkTest {
    private static final PoolId POOL = new PoolId("edge");
    private static final StreamId TAKER = StreamId.parse("Org1MSP.taker");
    private static final StreamId WORKER = StreamId.parse("Org2MSP.worker");
    private static final StreamId CLIENT = StreamId.parse("Org1MSP.client");

    /** Only who has a wordsmith can run it: that is how a class is kept to the nodes whose list has it. */
    private static final TaskClass WORDS =
            new TaskClass(new ClassName("words"), Resources.of(50, 8, 0, 0).with("wordsmith", 1), 3, 200, true, 3);

    private static final List<String> TEXTS = List.of("one", "two words", "and three words", "", "a\nb\nc d");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Path folder;
    private EmbeddedNetwork network;
    private EvenhandClient client;

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
        Policy usual = Policy.of(members)
                .withTiming(new Timing(300, 1_000, 6_000, 9_000, 3_000, 10_000, 500, 2_000, 500, 10_000));
        Policy policy = new Policy(
                usual.rules(), members, List.of("wordsmith"), usual.thresholds(), usual.timing(), usual.caps());
        EvenhandClient first = client(new StreamId(members.get(0), "admin"), "Admin");
        first.proposePolicy(POOL, 1, policy);
        for (MspId member : members.subList(1, members.size())) {
            client(new StreamId(member, "admin"), "Admin").approvePolicy(POOL, 1, Digest.of(policy.toJson()));
        }
        first.defineTaskClass(POOL, WORDS);
        network.organisation(CLIENT.msp().id()).issueIdentity(CLIENT.name(), Role.CLIENT);
        client = client(CLIENT, CLIENT.name());
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
        threads.shutdownNow();
    }

    private Path identity(StreamId stream, String name) {
        EmbeddedOrganisation organisation = network.organisation(stream.msp().id());
        String domain = organisation.cryptoFolder().getFileName().toString();
        return organisation
                .cryptoFolder()
                .resolve("users")
                .resolve(name + "@" + domain)
                .resolve("msp");
    }

    private EvenhandClient client(StreamId stream, String name) throws IOException {
        EvenhandClient connected = EvenhandClient.builder()
                .identity(ClientIdentity.fromMsp(stream.msp(), identity(stream, name)))
                .settings(GatewaySettings.of(network.channel(), "evenhand"))
                .peer(ConnectionProfile.read(
                                network.organisation(stream.msp().id()).connectionProfile())
                        .peers()
                        .get(0))
                .connect();
        open.push(connected);
        return connected;
    }

    private StandaloneNode node(StreamId stream, Resources capacity, Optional<Path> executors) throws Exception {
        EmbeddedOrganisation organisation = network.organisation(stream.msp().id());
        organisation.issueIdentity(stream.name(), Role.CLIENT);
        StandaloneNode node = StandaloneNode.start(new NodeConfig(
                POOL,
                stream,
                new NodeConfig.Access(
                        network.channel(),
                        "evenhand",
                        organisation.connectionProfile(),
                        Optional.empty(),
                        identity(stream, stream.name())),
                capacity,
                folder.resolve(stream.toString()),
                NodeConfig.Accounting.PROCESS_SHARE,
                NodeConfig.Execution.WORKLOAD,
                NodePace.DEFAULT,
                new NodeConfig.Work(
                        executors,
                        Optional.of(new NodeConfig.Exchange(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty())))));
        open.push(node);
        return node;
    }

    private Contact awaitAddress(StreamId node) throws Exception {
        LedgerDirectory directory = new LedgerDirectory(client, POOL);
        Optional<Contact> found = directory.find(node);
        while (found.flatMap(Contact::address).isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(100);
            directory = new LedgerDirectory(client, POOL);
            found = directory.find(node);
        }
        return found.get();
    }

    private static byte[] fetched(ExchangeClient exchange, Contact node, Digest digest) throws Exception {
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        assertThat(exchange.fetch(node, digest, memory, 1 << 20)).isTrue();
        return memory.toByteArray();
    }

    private static String stdout(ExchangeClient exchange, Contact node, ResultManifest manifest, long index)
            throws Exception {
        ResultDocument document = ResultDocument.fromBytes(fetched(exchange, node, manifest.of(index)));
        ResultDocument.Output output = Objects.requireNonNull(document.outputs().get("stdout"), "stdout");
        return new String(fetched(exchange, node, output.digest()), StandardCharsets.UTF_8);
    }

    @Test
    void files_of_one_organisation_are_worked_on_in_another_and_the_results_come_back() throws Exception {
        Path wc = List.of("/usr/bin/wc", "/bin/wc").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        Path list = Files.writeString(
                folder.resolve("executors.json"),
                "{\"classes\": {\"words\": {\"command\": {\"program\": \"" + wc
                        + "\", \"arguments\": [\"-w\"], \"inputOnStdin\": true}}}}");
        node(TAKER, Resources.of(500, 512, 0, 0), Optional.empty());
        StandaloneNode worker = node(WORKER, Resources.of(500, 512, 0, 0).with("wordsmith", 2), Optional.of(list));
        Contact taker = awaitAddress(TAKER);
        ExchangeClient exchange =
                new ExchangeClient(TlsIdentity.fromMsp(CLIENT, identity(CLIENT, CLIENT.name())), threads, 60_000);
        try (StreamWriter writer = StreamWriter.open(client, POOL, CLIENT)) {
            // Whoever hands in files must be on the ledger first.
            TaskRange nothing = TaskRange.of(new SubmissionId(CLIENT, 1, 0), 0, 1);
            writer.write(Entry.builder().cancel(nothing).build()).get(60, TimeUnit.SECONDS);
            InputManifest manifest = hand(exchange, taker);
            SubmissionId id = writer.submit(Submission.of(WORDS.name(), TEXTS.size(), manifest.digest()))
                    .get(60, TimeUnit.SECONDS);
            try (SubmissionFollower follower = SubmissionFollower.open(client, POOL, id, fact -> {})) {
                SubmissionProgress end = follower.over().get(180, TimeUnit.SECONDS);
                assertThat(end.finished()).as("%s", follower.failures()).isEqualTo(TEXTS.size());
                requireResults(follower.results(), exchange);
            }
        }
        assertThat(worker.stop(Duration.ofSeconds(20))).succeedsWithin(60, TimeUnit.SECONDS);
    }

    private InputManifest hand(ExchangeClient exchange, Contact taker) throws Exception {
        List<Input> inputs = new ArrayList<>();
        for (String text : TEXTS) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.put(taker, Digest.of(bytes), bytes);
            inputs.add(new Input("part" + inputs.size() + ".txt", Digest.of(bytes), bytes.length));
        }
        InputManifest manifest = new InputManifest(inputs);
        exchange.put(taker, manifest.digest(), manifest.toBytes());
        return manifest;
    }

    private void requireResults(List<TaskFact.Finished> results, ExchangeClient exchange) throws Exception {
        Contact worker = awaitAddress(WORKER);
        for (TaskFact.Finished finished : results) {
            assertThat(finished.node()).isEqualTo(WORKER);
            ResultManifest manifest = ResultManifest.fromBytes(fetched(exchange, worker, finished.result()));
            for (long index = finished.range().from(); index < finished.range().to(); index++) {
                long words = TEXTS.get((int) index)
                        .lines()
                        .flatMap(line -> List.of(line.split(" ")).stream())
                        .filter(word -> !word.isEmpty())
                        .count();
                assertThat(stdout(exchange, worker, manifest, index).strip()).isEqualTo(Long.toString(words));
            }
        }
    }
}
