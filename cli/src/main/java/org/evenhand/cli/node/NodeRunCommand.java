package org.evenhand.cli.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.core.json.Json;
import org.evenhand.node.FolderInUseException;
import org.evenhand.node.NodeConfig;
import org.evenhand.node.StandaloneNode;
import org.evenhand.node.ledger.LedgerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    private static final long STOP_SECONDS_MAX = 10;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Override
    public Integer call() throws IOException, UserError, LedgerException, ExecutionException, InterruptedException {
        NodeConfig chosen = options.config(connection);
        StandaloneNode node = start(chosen);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node)));
        output.result(
                Json.object().put("node", chosen.node().toString()).build(),
                List.of(chosen.node() + " runs in pool " + chosen.pool() + "; interrupt it to stop"));
        node.node().ended().get();
        return ExitCode.OK.number();
    }

    private static void stop(StandaloneNode node) {
        try {
            node.stop().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // The process ends anyhow; what the node could not say is found out by its silence.
            System.err.println("evenhand: the node did not stop in good order: " + e.getMessage());
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
