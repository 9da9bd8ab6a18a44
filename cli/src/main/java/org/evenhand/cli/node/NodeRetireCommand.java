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

/** {@code evenhand node retire}. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description = {
            "Take everything from a node and forget it.",
            "Its tasks are placed elsewhere. A node that runs on registers again: stop it first."
        },
        footer = {"", "Example:  evenhand node retire --data my-network Org1MSP.node-1"})
final class NodeRetireCommand implements Callable<Integer> {
    @Mixin
    private NodeRequests requests = new NodeRequests();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        requests.make(NodeRequest.of(NodeRequest.Kind.RETIRE));
        return ExitCode.OK.number();
    }
}
