package org.evenhand.cli.node;

import java.io.IOException;
import java.nio.file.Path;
import org.evenhand.cli.UserError;
import org.evenhand.cli.Words;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.Streams;
import org.evenhand.cli.connect.Target;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.NodeConfig;
import org.evenhand.node.NodePace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that makes a node: which one it is, what it has, and how it works. */
final class NodeOptions {
    private static final long PACE_MILLIS_MAX = 60_000;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "node-1",
            description = "The node's name. Default: ${DEFAULT-VALUE}")
    private String name = "node-1";

    @Mixin
    private CapacityOptions capacity = new CapacityOptions();

    @Option(
            names = "--node-data",
            paramLabel = "DIR",
            description = "Where it keeps its checkpoint and its tasks' files. Default: nodes/NODE in the embedded"
                    + " network's folder, or evenhand-nodes/NODE")
    private @Nullable Path dataFolder;

    @Option(
            names = "--accounting",
            paramLabel = "WHAT",
            converter = AccountingWords.class,
            description = "Whose load it reports: the 'machine', which it has to itself, or its own 'process-share'."
                    + " Default: process-share in an embedded network, otherwise machine")
    private NodeConfig.@Nullable Accounting accounting;

    @Option(
            names = "--executor",
            paramLabel = "WHAT",
            defaultValue = "workload",
            converter = ExecutionWords.class,
            description = "What runs tasks: a 'workload' that really uses what the class says, or only 'time-passing'."
                    + " Default: ${DEFAULT-VALUE}")
    private NodeConfig.Execution executor = NodeConfig.Execution.WORKLOAD;

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Option(
            names = "--report-soonest-millis",
            paramLabel = "N",
            defaultValue = "100",
            description = "Least time between two entries of its stream. Default: ${DEFAULT-VALUE}")
    private long reportSoonestMillis;

    @Option(
            names = "--settle-millis",
            paramLabel = "N",
            defaultValue = "75",
            description = "How long ago it must have seen an entry committed to name it in a round."
                    + " Default: ${DEFAULT-VALUE}")
    private long settleMillis;

    @Option(
            names = "--round-pause-millis",
            paramLabel = "N",
            defaultValue = "50",
            description = "Least time between two rounds. Default: ${DEFAULT-VALUE}")
    private long roundPauseMillis;

    /** Whose load a node reports, as users write it. */
    static final class AccountingWords extends Words<NodeConfig.Accounting> {
        AccountingWords() {
            super(NodeConfig.Accounting.class);
        }
    }

    /** What runs tasks, as users write it. */
    static final class ExecutionWords extends Words<NodeConfig.Execution> {
        ExecutionWords() {
            super(NodeConfig.Execution.class);
        }
    }

    /** The node's configuration. */
    NodeConfig config(Connection connection) throws IOException, UserError {
        NodePace pace = new NodePace(
                pace("--report-soonest-millis", reportSoonestMillis),
                pace("--settle-millis", settleMillis),
                pace("--round-pause-millis", roundPauseMillis));
        Streams.require(name);
        Target target = connection.target(name);
        StreamId node = Streams.of(target.msp(), name);
        return new NodeConfig(
                target.pool(),
                node,
                new NodeConfig.Access(
                        target.channel(), target.chaincode(), target.profile(), target.peer(), target.identity()),
                capacity.capacity(),
                folder(target, node),
                accounting(target),
                executor,
                pace,
                work.work());
    }

    private Path folder(Target target, StreamId node) {
        if (dataFolder != null) {
            return dataFolder;
        }
        return target.embedded()
                .map(network -> network.resolve("nodes"))
                .orElse(Path.of("evenhand-nodes"))
                .resolve(node.toString());
    }

    private NodeConfig.Accounting accounting(Target target) {
        if (accounting != null) {
            return accounting;
        }
        return target.embedded().isPresent() ? NodeConfig.Accounting.PROCESS_SHARE : NodeConfig.Accounting.MACHINE;
    }

    private static long pace(String option, long millis) throws UserError {
        if (millis < 0 || millis > PACE_MILLIS_MAX) {
            throw new UserError("expected " + option + " within [0, " + PACE_MILLIS_MAX + "], found " + millis);
        }
        return millis;
    }
}
