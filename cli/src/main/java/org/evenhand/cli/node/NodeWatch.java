package org.evenhand.cli.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.evenhand.cli.UserError;
import org.evenhand.cli.operations.OperationsOptions;
import org.evenhand.node.NodeConfig;
import org.evenhand.node.StandaloneNode;
import org.evenhand.node.metrics.NodeMeters;
import org.evenhand.node.pool.PoolFigures;
import org.evenhand.node.statistics.NodeFigures;
import org.evenhand.operations.Operations;
import org.evenhand.operations.health.HealthCheck.Verdict;

/** Shows a node to those who run it, if they asked for that. */
public final class NodeWatch implements AutoCloseable {
    private static final Verdict NO_ANSWER =
            Verdict.down("the node did not answer within " + NodeMeters.ANSWER_MILLIS_MAX + " ms");

    private final Optional<Operations> operations;

    private NodeWatch(Optional<Operations> operations) {
        this.operations = operations;
    }

    /** Begins to show a node that is about to start. */
    public static NodeWatch open(OperationsOptions options) throws IOException, UserError {
        return new NodeWatch(options.open("node"));
    }

    /** The node has started. */
    public void shows(StandaloneNode node, NodeConfig config) {
        operations.ifPresent(shown -> {
            NodeMeters meters = new NodeMeters(config.node(), node.node(), node.pool());
            meters.bindTo(shown.registry());
            shown.metrics().beforeScrape(meters::refresh);
            shown.metrics().watchDisk(config.dataFolder());
            shown.health()
                    .live("mailbox", () -> mailbox(node, meters))
                    .ready("begun", () -> answered(meters, NodeWatch::begun))
                    .ready("lease", () -> answered(meters, NodeWatch::lease))
                    .ready("pool", () -> pool(node.pool().figures()))
                    .started();
        });
    }

    private static Verdict mailbox(StandaloneNode node, NodeMeters meters) {
        if (node.node().ended().isDone()) {
            return Verdict.down("the node has ended");
        }
        return answered(meters, seen -> Verdict.up("the node answers"));
    }

    private static Verdict answered(NodeMeters meters, Function<NodeFigures, Verdict> check) {
        return meters.refresh().map(check).orElse(NO_ANSWER);
    }

    private static Verdict begun(NodeFigures seen) {
        return seen.begun()
                ? Verdict.up("the node reports")
                : Verdict.down("the node has not found its place in its stream yet");
    }

    private static Verdict lease(NodeFigures seen) {
        String since = seen.sinceCommitMillis()
                .map(millis -> "the last committed entry tells of " + millis + " ms ago")
                .orElse("no entry was committed yet");
        return seen.leaseHolds() ? Verdict.up(since) : Verdict.down(since + ": the node starts nothing");
    }

    private static Verdict pool(PoolFigures seen) {
        String round = "round " + seen.lastRound();
        return seen.isFollowed()
                ? Verdict.up(round + " was heard of last")
                : Verdict.down("the pool is not followed; " + round + " was heard of last");
    }

    /** Where it is shown, if anywhere. */
    public Optional<InetSocketAddress> address() {
        return operations.map(Operations::address);
    }

    @Override
    public void close() {
        operations.ifPresent(Operations::close);
    }
}
