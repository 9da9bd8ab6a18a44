package org.evenhand.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.evenhand.cli.network.LocalNetwork;
import org.evenhand.cli.network.NetworkWatch;
import org.evenhand.cli.node.NodeWatch;
import org.evenhand.cli.operations.OperationsOptions;
import org.evenhand.client.EvenhandClient;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.evaluation.load.Foundation;
import org.evenhand.node.NodeConfig;
import org.evenhand.node.NodePace;
import org.evenhand.node.StandaloneNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A network and a node, and those who watch them. */
class OperationsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final PoolId POOL = new PoolId("main");
    private static final MspId ORG1 = new MspId("Org1MSP");
    private static final StreamId NODE = new StreamId(ORG1, "node-1");

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder = Path.of(".");

    @AfterEach
    void give_back_the_standard_error() {
        System.setErr(before);
        options("--log-level", "warn").configureLogs();
    }

    private static OperationsOptions options(String... arguments) {
        OperationsOptions options = new OperationsOptions();
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return options;
    }

    @Test
    void a_network_and_its_node_show_what_they_do_and_log_as_json() throws Exception {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        OperationsOptions options = options("--operations", "0", "--log-level", "info", "--log-format", "json");
        try (NetworkWatch watch = NetworkWatch.open(options)) {
            Watcher watcher = new Watcher(watch.address().orElseThrow());
            assertThat(watcher.get("/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> starting = watcher.get("/health/ready");
            assertThat(starting.statusCode()).isEqualTo(503);
            assertThat(starting.body()).contains("the daemon is starting");
            try (LocalNetwork network =
                    LocalNetwork.start(folder.resolve("network"), LocalNetwork.names(2), watch.contracts())) {
                watch.shows(network, folder);
                TaskClass frame = new TaskClass(new ClassName("frame"), Resources.of(100, 16, 0, 0), 3, 100, true, 3);
                Foundation.found(network, POOL, Policy.of(network.organisations()), List.of(frame));
                assertThat(watcher.get("/health/ready").statusCode()).isEqualTo(200);
                look_at_the_network(watcher, network);
                look_at_a_node(network);
            }
        }
        List<String> lines = err.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            // Our own reader takes no null, which is how logback says that nothing was thrown.
            String said = line.replace(",\"throwable\":null", "");
            Json read = CanonicalJson.read(said.getBytes(StandardCharsets.UTF_8));
            assertThat(read).as(line).isInstanceOfSatisfying(Json.Obj.class, object -> assertThat(object.fields())
                    .containsKeys("timestamp", "level", "loggerName", "formattedMessage"));
        }
    }

    private static void look_at_the_network(Watcher watcher, LocalNetwork network) throws Exception {
        Map<String, Double> metrics = watcher.metrics();
        assertThat(metrics).containsEntry("evenhand_network_height_blocks", (double) network.height());
        assertThat(metrics.get("evenhand_network_ledger_bytes")).isPositive();
        assertThat(metrics.get("evenhand_network_state_keys")).isPositive();
        assertThat(metrics.get("evenhand_network_state_bytes")).isPositive();
        assertThat(metrics).containsEntry("evenhand_network_orderer_waiting_envelopes", 0.0);
        // A pool takes a proposal, an approval, and a class of tasks.
        assertThat(metrics).containsEntry("evenhand_network_transactions_total{code=\"VALID\"}", 3.0);
        assertThat(metrics.get("evenhand_network_block_commit_seconds_count")).isPositive();
        assertThat(metrics.get("evenhand_chaincode_peer_connections")).isEqualTo(2);
        assertThat(metrics)
                .containsEntry(
                        "evenhand_chaincode_transaction_seconds_count"
                                + "{function=\"DefineTaskClass\",outcome=\"accepted\"}",
                        2.0);
        assertThat(metrics.keySet()).anyMatch(name -> name.startsWith("disk_free_bytes"));
    }

    private void look_at_a_node(LocalNetwork network) throws Exception {
        try (EvenhandClient made = network.client(ORG1, NODE.name());
                NodeWatch watch = NodeWatch.open(options("--operations", "0"))) {
            Watcher watcher = new Watcher(watch.address().orElseThrow());
            assertThat(watcher.get("/health/ready").statusCode()).isEqualTo(503);
            NodeConfig config = config(network);
            StandaloneNode node = StandaloneNode.start(config);
            try {
                watch.shows(node, config);
                awaitReady(watcher);
                Map<String, Double> metrics = watcher.metrics();
                String ofNode = "{node=\"Org1MSP.node-1\",pool=\"main\"}";
                assertThat(metrics.get("evenhand_node_committed_entries_total" + ofNode))
                        .isPositive();
                assertThat(metrics).containsEntry("evenhand_node_lease_holds" + ofNode, 1.0);
                assertThat(metrics).containsEntry("evenhand_node_owned_tasks" + ofNode, 0.0);
                assertThat(metrics).containsEntry("evenhand_pool_followed{pool=\"main\"}", 1.0);
                assertThat(metrics.get("evenhand_node_commit_latency_seconds_count" + ofNode))
                        .isPositive();
            } finally {
                node.close();
            }
            assertThat(watcher.get("/health/live").statusCode()).isEqualTo(503);
            assertThat(made.toString()).isNotNull();
        }
    }

    private static void awaitReady(Watcher watcher) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> ready = watcher.get("/health/ready");
        while (ready.statusCode() != 200) {
            assertThat(System.nanoTime()).as(ready.body()).isLessThan(deadlineNanos);
            Thread.sleep(200);
            ready = watcher.get("/health/ready");
        }
        assertThat(ready.body()).contains("\"begun\"", "\"lease\"", "\"pool\"", "\"started\"");
    }

    private NodeConfig config(LocalNetwork network) {
        return new NodeConfig(
                POOL,
                NODE,
                new NodeConfig.Access(
                        LocalNetwork.CHANNEL,
                        LocalNetwork.CHAINCODE,
                        network.connectionProfile(ORG1),
                        Optional.empty(),
                        network.mspFolder(ORG1, NODE.name())),
                Resources.of(1_000, 1_024, 0, 0),
                folder.resolve("node"),
                NodeConfig.Accounting.PROCESS_SHARE,
                NodeConfig.Execution.TIME_PASSING,
                NodePace.DEFAULT,
                NodeConfig.Work.NONE);
    }

    @Test
    void whoever_asks_for_nothing_is_shown_nothing() throws Exception {
        try (NodeWatch watch = NodeWatch.open(options())) {
            assertThat(watch.address()).isEmpty();
        }
        assertThat(options().arguments()).isEmpty();
    }

    @Test
    void another_process_is_told_the_same() {
        OperationsOptions options = options("--operations", "127.0.0.1:9464", "--log-level=DEBUG", "--log-format=JSON");
        assertThat(options.arguments())
                .containsExactly("--operations", "127.0.0.1:9464", "--log-level", "debug", "--log-format", "json");
    }

    @Test
    void a_place_that_makes_no_sense_is_the_users_mistake() {
        assertThatThrownBy(() -> NodeWatch.open(options("--operations", "here")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--operations: expected HOST:PORT")
                .hasMessageEndingWith("found here");
        Ran.command("node", "run", "--log-format", "xml").exits(ExitCode.USAGE);
        Ran.command("network", "up", "--log-level", "loud").exits(ExitCode.USAGE);
    }
}
