package org.evenhand.cli.node;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.model.NodeRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evenhand node drain}. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = {
            "Give a node nothing more, and let what runs there end.",
            "What has not started is placed elsewhere. 'node activate' takes it back."
        },
        footer = {"", "Example:  evenhand node drain --data my-network Org1MSP.node-1"})
final class NodeDrainCommand implements Callable<Integer> {
    @Mixin
    private NodeRequests requests = new NodeRequests();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        requests.make(NodeRequest.of(NodeRequest.Kind.DRAIN));
        return ExitCode.OK.number();
    }
}
