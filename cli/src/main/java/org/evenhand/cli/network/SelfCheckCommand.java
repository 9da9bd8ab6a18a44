package org.evenhand.cli.network;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.evenhand.cli.CommandTree;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Folders;
import org.evenhand.cli.config.Settings;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.PoolId;
import org.evenhand.evaluation.load.Foundation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code evenhand self-check}. scripts/evenhand runs it once per build, to find out which classes commands load: those
 * are then read from an archive, which makes every later start faster.
 */
@Command(
        name = "self-check",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Start a network in a temporary folder, ask it a few things, and delete it again.")
public final class SelfCheckCommand implements Callable<Integer> {
    private static final PoolId POOL = new PoolId("check");

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, EvenhandException, InterruptedException {
        Path folder = Files.createTempDirectory("evenhand-self-check");
        try {
            check(folder);
        } finally {
            Folders.delete(folder);
        }
        output.result(
                Json.object().put("checked", new Json.Bool(true)).build(),
                List.of("a network came up, took a policy and answered"));
        return ExitCode.OK.number();
    }

    private static void check(Path folder) throws IOException, EvenhandException, InterruptedException {
        List<String> names = LocalNetwork.names(LocalNetwork.ORGANISATIONS_MIN);
        try (LocalNetwork network = LocalNetwork.start(folder, names)) {
            Foundation.found(network, POOL, PoolDefaults.policy(network.organisations()), PoolDefaults.classes());
            NetworkState.ofThisProcess(names, POOL, network.genesisHash()).write(folder);
            String data = "--data=" + folder;
            for (List<String> line : List.of(
                    List.of("--help"),
                    List.of("status", "--help"),
                    List.of("status", data),
                    List.of("status", "--json", data),
                    List.of("node", "list", data),
                    List.of("submit", "--class=frame", data))) {
                run(line);
            }
        }
    }

    private static void run(List<String> line) throws IOException {
        StringWriter said = new StringWriter();
        CommandLine command = CommandTree.whole(Settings.NONE)
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true));
        int exit = command.execute(line.toArray(String[]::new));
        if (exit != ExitCode.OK.number()) {
            throw new IOException("'evenhand " + String.join(" ", line) + "' ended with " + exit + ": " + said);
        }
    }
}
