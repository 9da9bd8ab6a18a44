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

/** {@code evenhand node activate}. */
@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        description = {
            "Take back a drain: rounds give the node work again.",
            "It comes back on probation, with a share that grows."
        },
        footer = {"", "Example:  evenhand node activate --data my-network Org1MSP.node-1"})
final class NodeActivateCommand implements Callable<Integer> {
    @Mixin
    private NodeRequests requests = new NodeRequests();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        requests.make(NodeRequest.of(NodeRequest.Kind.ACTIVATE));
        return ExitCode.OK.number();
    }
}
