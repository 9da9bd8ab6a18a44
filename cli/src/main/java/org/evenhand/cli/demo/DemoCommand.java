package org.evenhand.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.Folders;
import org.evenhand.cli.UserError;
import org.evenhand.cli.network.OrganisationsOption;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.node.ledger.LedgerException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Run a pool under stress on an embedded network, and audit it.",
            "Unequal nodes run real tasks; one node is driven over its threshold, one is killed, one joins. What a"
                    + " chapter is about is waited for, so a busy machine takes longer than --duration."
        },
        footer = {"", "Example:  evenhand demo --nodes 12 --duration 60 --data my-demo"})
public final class DemoCommand implements Callable<Integer> {
    private static final String FOLDER = "evenhand-demo";
    private static final double MILLIS_PER_SECOND = 1_000;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of what is drawn by chance. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "8",
            description = "Nodes at the start, 4 to 32. Default: ${DEFAULT-VALUE}")
    private int nodes;

    @Mixin
    private OrganisationsOption organisations = new OrganisationsOption();

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "25",
            description = "How long work is submitted at least, 15 or more. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A new folder for the data. Default: " + FOLDER + ", or that with a number if it is taken")
    private @Nullable Path data;

    @Override
    public Integer call()
            throws IOException, UserError, EvenhandException, EvidenceException, InterruptedException, LedgerException {
        DemoOptions options = options(Path.of("."));
        Path folder = data == null ? Folders.firstFree(FOLDER) : Folders.requireNew(data);
        long startNanos = System.nanoTime();
        Demo demo = new Demo(
                new DemoOptions(folder, options.seed(), options.organisations(), options.nodes(), options.duration()),
                line -> output.progress(String.format(Locale.ROOT, "%5.1f s  %s", secondsSince(startNanos), line)));
        DemoResult result = demo.run();
        output.result(result.toJson(), result.toText());
        return result.exitCode().number();
    }

    /** The options, checked before any folder is made. */
    private DemoOptions options(Path folder) throws UserError {
        try {
            return new DemoOptions(folder, seed, organisations.number(), nodes, Duration.ofSeconds(seconds));
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private static double secondsSince(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos).toMillis() / MILLIS_PER_SECOND;
    }
}
