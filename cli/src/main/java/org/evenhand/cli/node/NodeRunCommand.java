package org.evenhand.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.UserError;
import org.evenhand.cli.network.DataOption;
import org.evenhand.cli.network.LocalNetwork;
import org.evenhand.cli.network.RunningNetwork;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.NodeConfig;
import org.evenhand.node.NodePace;
import org.evenhand.node.StandaloneNode;
import org.evenhand.node.ledger.LedgerException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand node run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Run an allocator node in this process until it is interrupted.",
            "It registers, reports, runs what rounds give it, and proposes rounds. A name that has been in use",
            "continues where it was.",
            "Either --config names a file (any Fabric network), or --data a folder with an embedded network."
        },
        footer = {"", "Example:  evenhand node run --data my-network --org Org1 --name node-1 --cpu 1000 --memory 1024"
        })
final class NodeRunCommand implements Callable<Integer> {
    private static final long GRACE_SECONDS_MAX = 3_600;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A node's configuration; the other options are then not used.")
    private @Nullable Path config;

    @Option(names = "--org", defaultValue = "Org1", description = "The node's organisation. Default: ${DEFAULT-VALUE}")
    private String organisation = "Org1";

    @Option(names = "--name", defaultValue = "node-1", description = "The node's name. Default: ${DEFAULT-VALUE}")
    private String name = "node-1";

    @Option(names = "--cpu", defaultValue = "1000", description = "Capacity in millicores. Default: ${DEFAULT-VALUE}")
    private long cpuMillicores;

    @Option(names = "--memory", defaultValue = "1024", description = "Capacity in MiB. Default: ${DEFAULT-VALUE}")
    private long memoryMib;

    @Option(names = "--network", defaultValue = "0", description = "Capacity in kbit/s. Default: ${DEFAULT-VALUE}")
    private long networkKbps;

    @Option(
            names = "--storage",
            defaultValue = "1000",
            description = "Capacity in operations per second. Default: ${DEFAULT-VALUE}")
    private long storageIops;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long what runs may take to end when the node is stopped. Default: ${DEFAULT-VALUE}")
    private long graceSeconds;

    @Override
    public Integer call() throws IOException, UserError, LedgerException, ExecutionException, InterruptedException {
        NodeConfig chosen = config == null ? fromNetwork() : fromFile(config);
        if (graceSeconds < 0 || graceSeconds > GRACE_SECONDS_MAX) {
            throw new UserError("expected --grace within [0, " + GRACE_SECONDS_MAX + "], found " + graceSeconds);
        }
        StandaloneNode node = StandaloneNode.start(chosen);
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

    private static NodeConfig fromFile(Path file) throws UserError {
        if (!Files.isReadable(file)) {
            throw new UserError("expected --config to name a file that can be read, found " + file);
        }
        try {
            return NodeConfig.read(file);
        } catch (IOException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private NodeConfig fromNetwork() throws IOException, UserError {
        try (RunningNetwork network = RunningNetwork.in(data.folder())) {
            MspId msp = network.organisation(organisation);
            StreamId id = new StreamId(msp, name);
            network.client(msp, name).close();
            return new NodeConfig(
                    network.state().pool(),
                    id,
                    new NodeConfig.Access(
                            LocalNetwork.CHANNEL,
                            LocalNetwork.CHAINCODE,
                            network.connectionProfile(msp),
                            Optional.empty(),
                            network.mspFolder(msp, name)),
                    Resources.of(cpuMillicores, memoryMib, networkKbps, storageIops),
                    data.folder().resolve("nodes").resolve(id.toString()),
                    NodeConfig.Accounting.PROCESS_SHARE,
                    NodeConfig.Execution.WORKLOAD,
                    NodePace.DEFAULT);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }
}
