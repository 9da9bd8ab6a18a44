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

/** {@code evenhand node register}. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description = {
            "Make a node known to its pool before it runs.",
            "'node run' does this by itself; a node that is registered and does not report is soon found silent."
        },
        footer = {"", "Example:  evenhand node register --data my-network --cpu 4000 --memory 8192 Org1MSP.node-1"})
final class NodeRegisterCommand implements Callable<Integer> {
    @Mixin
    private NodeRequests requests = new NodeRequests();

    @Mixin
    private CapacityOptions capacity = new CapacityOptions();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        requests.make(NodeRequest.register(capacity.capacity()));
        return ExitCode.OK.number();
    }
}
