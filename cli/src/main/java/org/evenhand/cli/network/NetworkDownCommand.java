package org.evenhand.cli.network;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evenhand network down}. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stop the network of a folder. Its ledger stays; 'network up' goes on with it.",
        footer = {"", "Example:  evenhand network down --data my-network"})
final class NetworkDownCommand implements Callable<Integer> {
    private static final long SECONDS_MAX = 30;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws IOException, UserError, InterruptedException {
        Optional<ProcessHandle> process = NetworkState.read(data.folder()).flatMap(NetworkState::process);
        if (process.isEmpty()) {
            throw new UserError("expected a network that runs in " + data.folder() + ", found none");
        }
        process.get().destroy();
        try {
            process.get().onExit().get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("process " + process.get().pid() + " did not end within " + SECONDS_MAX + " s", e);
        }
        output.result(
                Json.object().put("stopped", process.get().pid()).build(),
                List.of("the network of " + data.folder() + " has stopped"));
        return ExitCode.OK.number();
    }
}
