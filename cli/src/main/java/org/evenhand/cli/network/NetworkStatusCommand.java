package org.evenhand.cli.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandClient;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.MspId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evenhand network status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Say whether a network runs in a folder, and how many blocks each organisation's peer shows.",
        footer = {"", "Example:  evenhand network status --data my-network"})
final class NetworkStatusCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws IOException, UserError, ExecutionException, InterruptedException {
        try (RunningNetwork network = RunningNetwork.in(data.folder())) {
            Json.ObjectBuilder heights = Json.object();
            List<String> lines = new ArrayList<>();
            lines.add("runs in " + data.folder() + " as process "
                    + network.state().pid() + ", pool " + network.state().pool());
            for (MspId msp : network.organisations()) {
                try (EvenhandClient client = network.admin(msp)) {
                    long height = client.height().get();
                    heights.put(msp.id(), height);
                    lines.add(msp + ": " + height + " blocks, profile " + network.connectionProfile(msp));
                }
            }
            output.result(
                    Json.object()
                            .put("pid", network.state().pid())
                            .put("pool", network.state().pool().name())
                            .put("blocks", heights.build())
                            .build(),
                    lines);
            return ExitCode.OK.number();
        }
    }
}
