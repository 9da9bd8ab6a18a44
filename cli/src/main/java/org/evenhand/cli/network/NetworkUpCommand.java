package org.evenhand.cli.network;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.operations.OperationsOptions;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.PoolId;
import org.evenhand.evaluation.load.Foundation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand network up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start a network in a folder, or go on with the one that is there, and found a pool in it.",
            "It runs in the background until 'evenhand network down'."
        })
final class NetworkUpCommand implements Callable<Integer> {
    private static final int READY_SECONDS_MAX = 180;
    private static final long LOOK_AGAIN_MILLIS = 50;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OperationsOptions operations = new OperationsOptions();

    @Option(names = "--orgs", defaultValue = "3", description = "Organisations, 2 to 5. Default: ${DEFAULT-VALUE}")
    private int organisations;

    @Option(names = "--pool", defaultValue = "main", description = "The pool to found. Default: ${DEFAULT-VALUE}")
    private String pool = "main";

    @Option(names = "--foreground", description = "Run in this process, until it is interrupted.")
    private boolean foreground;

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        try {
            new PoolId(pool);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected --pool to be lower-case letters, digits and hyphens, found " + pool);
        }
        if (organisations < LocalNetwork.ORGANISATIONS_MIN || organisations > LocalNetwork.ORGANISATIONS_MAX) {
            throw new UserError("expected --orgs within [" + LocalNetwork.ORGANISATIONS_MIN + ", "
                    + LocalNetwork.ORGANISATIONS_MAX + "], found " + organisations);
        }
        Path folder = data.folder();
        Optional<NetworkState> running = NetworkState.read(folder).filter(NetworkState::isAlive);
        if (running.isPresent()) {
            throw new UserError("a network runs in " + folder + " already (process "
                    + running.get().pid() + ")");
        }
        Files.createDirectories(folder);
        return foreground ? run(folder) : launch(folder);
    }

    private int run(Path folder) throws IOException, UserError, EvenhandException, InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            interrupted.countDown();
            try {
                closed.await(READY_SECONDS_MAX, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        List<String> names = LocalNetwork.names(organisations);
        try (NetworkWatch watch = NetworkWatch.open(operations);
                LocalNetwork network = LocalNetwork.start(folder, names, watch.contracts())) {
            watch.shows(network, folder);
            found(network);
            NetworkState state = NetworkState.ofThisProcess(names, new PoolId(pool), network.genesisHash());
            state.write(folder);
            output.progress(network.introduction());
            tell(folder, state);
            interrupted.await();
            NetworkState.forget(folder);
        } finally {
            closed.countDown();
        }
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
    private int launch(Path folder) throws IOException, UserError, InterruptedException {
        Path log = folder.resolve("network.log");
        Process process = new ProcessBuilder(command(folder))
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
        throw new IOException("the network did not come up; " + log + " says why");
    }

    private List<String> command(Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.evenhand.cli.Main"));
        command.addAll(List.of("network", "up", "--foreground", "--data", folder.toString()));
        command.addAll(List.of("--orgs", Integer.toString(organisations), "--pool", pool));
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
                        "next: scripts/evenhand node run --data " + folder
                                + " --org Org1 --name node-1 --cpu 1000 --memory 1024"));
    }
}
