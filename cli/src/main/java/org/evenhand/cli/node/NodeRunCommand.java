package org.evenhand.cli.node;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.operations.OperationsOptions;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.core.json.Json;
import org.evenhand.node.FolderInUseException;
import org.evenhand.node.NodeConfig;
import org.evenhand.node.StandaloneNode;
import org.evenhand.node.exchange.ExchangeServer;
import org.evenhand.node.ledger.LedgerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand node run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Run an allocator node in this process until it is interrupted.",
            "It registers, reports, runs what rounds give it, and proposes rounds. A name that has been in use"
                    + " continues where it was."
        },
        footer = {
            "",
            "Examples:",
            "  evenhand node run --data my-network --org Org1 --name node-1 --cpu 1000 --memory 1024",
            "  evenhand node run --profile connection-org1.json --identity node-1/msp --name node-1 --pool edge",
            "  evenhand node run --config node.json"
        })
final class NodeRunCommand implements Callable<Integer> {
    private static final long GRACE_SECONDS_MAX = 3_600;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Mixin
    private OperationsOptions operations = new OperationsOptions();

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long what runs may take to end when the node is stopped. Default: ${DEFAULT-VALUE}")
    private long graceSeconds;

    @Override
    public Integer call() throws IOException, UserError, LedgerException, ExecutionException, InterruptedException {
        if (graceSeconds < 0 || graceSeconds > GRACE_SECONDS_MAX) {
            throw new UserError("expected --grace within [0, " + GRACE_SECONDS_MAX + "], found " + graceSeconds);
        }
        NodeConfig chosen = options.config(connection);
        if (chosen.work().exchange().isPresent()) {
            // Before the server that shows metrics, or its short time limits would cut transfers.
            ExchangeServer.reserveTransferTimes();
        }
        try (NodeWatch watch = NodeWatch.open(operations)) {
            StandaloneNode node = start(chosen);
            watch.shows(node, chosen);
            String name = chosen.node().toString();
            return NodeLife.run(
                            node,
                            name,
                            Duration.ofSeconds(graceSeconds),
                            output,
                            () -> output.result(
                                    Json.object().put("node", name).build(),
                                    List.of(name + " runs in pool " + chosen.pool() + "; interrupt it to stop")))
                    .number();
        }
    }

    private static StandaloneNode start(NodeConfig config) throws IOException, UserError, LedgerException {
        try {
            return StandaloneNode.start(config);
        } catch (FolderInUseException e) {
            throw new UserError("expected a node that does not run yet, found " + config.node()
                    + " in another process, which holds " + config.dataFolder());
        }
    }
}
