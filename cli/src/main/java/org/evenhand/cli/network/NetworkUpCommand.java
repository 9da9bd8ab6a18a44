package org.evenhand.cli.network;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.StopSignals;
import org.evenhand.cli.UserError;
import org.evenhand.cli.operations.OperationsOptions;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.PoolId;
import org.evenhand.evaluation.load.Foundation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evenhand network up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start a network in a folder, or go on with the one that is there, and found a pool in it.",
            "It runs in the background until 'evenhand network down'."
        },
        footer = {"", "Example:  evenhand network up --data my-network --orgs 3"})
final class NetworkUpCommand implements Callable<Integer> {
    private static final int READY_SECONDS_MAX = 180;
    private static final long LOOK_AGAIN_MILLIS = 50;

    /** More than a network needs to come up in a folder that it has been in. */
    private static final int PROBE_BYTES = 1 << 16;

    /** Who says it so often does not want to wait for the block in hand. */
    private static final int SIGNALS_MAX = 3;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec self = CommandSpec.create();

    @Mixin
    private OperationsOptions operations = new OperationsOptions();

    @Mixin
    private OrganisationsOption organisations = new OrganisationsOption();

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            defaultValue = "main",
            description = "The pool to found. Default: ${DEFAULT-VALUE}")
    private String pool = "main";

    @Option(names = "--foreground", description = "Run in this process, until it is interrupted.")
    private boolean foreground;

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        try {
            new PoolId(pool);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected --pool to be lower-case letters, digits and hyphens, found " + pool);
        }
        organisations.number();
        Path folder = data.folder();
        Optional<NetworkState> running = NetworkState.read(folder).filter(NetworkState::isAlive);
        if (running.isPresent()) {
            throw new UserError("a network runs in " + folder + " already (process "
                    + running.get().pid() + ")");
        }
        List<String> names = names(folder);
        Files.createDirectories(folder);
        return foreground ? run(folder, names) : launch(folder, names);
    }

    /** Those that the folder has, if a network has been in it: they are there for good. */
    private List<String> names(Path folder) throws IOException, UserError {
        int there = FolderNetwork.organisationsIn(folder);
        if (there == 0) {
            return organisations.names();
        }
        if (organisations.isGiven() && organisations.number() != there) {
            throw new UserError("expected --orgs " + there + ", since so many organisations are in " + folder
                    + " already, found " + organisations.number());
        }
        return LocalNetwork.names(there);
    }

    /** Runs until somebody asks it to stop, or nothing more can be committed: then it ends with what broke. */
    private int run(Path folder, List<String> names)
            throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        CompletableFuture<@Nullable Void> asked = new CompletableFuture<>();
        StopSignals.handle(times -> {
            asked.complete(null);
            if (times >= SIGNALS_MAX) {
                Runtime.getRuntime().halt(ExitCode.INTERNAL.number());
            }
        });
        try (NetworkWatch watch = NetworkWatch.open(operations);
                LocalNetwork network = LocalNetwork.start(folder, names, watch.contracts())) {
            watch.shows(network, folder);
            found(network);
            NetworkState state = NetworkState.ofThisProcess(names, new PoolId(pool), network.genesisHash());
            state.write(folder);
            output.progress(network.introduction());
            tell(folder, state);
            try {
                CompletableFuture.anyOf(asked, network.ended()).get();
            } finally {
                NetworkState.forget(folder);
            }
        }
        output.progress("the network of " + folder + " has stopped");
        return ExitCode.OK.number();
    }

    private void found(LocalNetwork network) throws IOException, EvenhandException, InterruptedException {
        PoolId id = new PoolId(pool);
        try (EvenhandClient client = network.admin(network.organisations().get(0))) {
            client.getPool(id);
        } catch (EvenhandException e) {
            if (e.refusal()
                    .filter(refusal -> refusal.code() == RefusalCode.UNKNOWN_POOL)
                    .isEmpty()) {
                throw e;
            }
            Foundation.found(network, id, PoolDefaults.policy(network.organisations()), PoolDefaults.classes());
        }
    }

    /** Starts this command again in a process of its own, and waits until that says it is ready. */
    private int launch(Path folder, List<String> names) throws IOException, UserError, InterruptedException {
        Path log = folder.resolve("network.log");
        Process process = new ProcessBuilder(command(folder, names))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS_MAX);
        while (System.nanoTime() < deadlineNanos && process.isAlive()) {
            Optional<NetworkState> state = NetworkState.read(folder).filter(found -> found.pid() == process.pid());
            if (state.isPresent()) {
                tell(folder, state.get());
                return ExitCode.OK.number();
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        process.destroy();
        probe(folder);
        throw new IOException("the network did not come up; " + log + " says why");
    }

    /** A folder on a full disk has no room for a log either. */
    private static void probe(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "probe", ".unfinished");
        try {
            Files.write(probe, new byte[PROBE_BYTES]);
        } catch (IOException e) {
            throw new IOException("the network did not come up: nothing can be written to " + folder, e);
        } finally {
            Files.delete(probe);
        }
    }

    private List<String> command(Path folder, List<String> names) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.evenhand.cli.Main"));
        command.addAll(List.of("network", "up", "--foreground", "--data", folder.toString()));
        command.addAll(List.of("--orgs", Integer.toString(names.size()), "--pool", pool));
        Object settings = self.findOption("--config").getValue();
        if (settings != null) {
            command.addAll(List.of("--config", settings.toString()));
        }
        command.addAll(operations.arguments());
        return command;
    }

    private void tell(Path folder, NetworkState state) {
        output.result(
                Json.object()
                        .put("pid", state.pid())
                        .put("pool", state.pool().name())
                        .put("data", folder.toString())
                        .put("ledger", folder.resolve("ledger").toString())
                        .put("genesis", state.genesis())
                        .build(),
                List.of(
                        "a network of " + state.organisations().size() + " organisations runs in " + folder
                                + " (process " + state.pid() + ")",
                        "its pool is called " + state.pool() + "; its ledger lies in " + folder.resolve("ledger"),
                        "next: evenhand node run --data " + folder
                                + " --org Org1 --name node-1 --cpu 1000 --memory 1024"));
    }
}
