package org.evenhand.cli.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.StopSignals;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.node.StandaloneNode;
import org.evenhand.node.stopping.StopReport;

/**
 * A node from its start to its end in this process. The first signal lets it hand over its work, the second leaves what
 * runs no more time, the third ends the process at once.
 */
final class NodeLife {
    private final StandaloneNode node;
    private final Duration grace;
    private volatile Optional<CompletableFuture<StopReport>> stopped = Optional.empty();

    private NodeLife(StandaloneNode node, Duration grace) {
        this.node = node;
        this.grace = grace;
    }

    /**
     * Runs a node until it ends, and closes it.
     *
     * @param name what to call it
     * @param ready called when signals are heard: whoever is told that the node runs may stop it at once
     * @throws ExecutionException with why the node could not go on
     */
    static ExitCode run(StandaloneNode node, String name, Duration grace, OutputOptions output, Runnable ready)
            throws ExecutionException, InterruptedException {
        NodeLife life = new NodeLife(node, grace);
        try (node) {
            StopSignals.handle(times -> life.stop(times, name, output));
            ready.run();
            node.node().ended().get();
        }
        // Without a signal its owner has retired it: then it had nothing left, or the pool would not have let it go.
        String how = life.stopped.isPresent() ? life.stopped.get().get().sentence() : "was retired and has ended";
        output.progress(name + " " + how);
        return ExitCode.OK;
    }

    private void stop(int times, String name, OutputOptions output) {
        if (times == 1) {
            output.progress(name + " hands over its work; what runs has " + grace.toSeconds()
                    + " s to end, another signal stops it now");
            stopped = Optional.of(node.stop(grace));
        } else if (times == 2) {
            CompletableFuture<StopReport> unused = node.stop(Duration.ZERO);
        } else {
            Runtime.getRuntime().halt(ExitCode.INTERNAL.number());
        }
    }
}
