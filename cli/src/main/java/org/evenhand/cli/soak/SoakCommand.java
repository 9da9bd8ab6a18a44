package org.evenhand.cli.soak;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.Auditor;
import org.evenhand.audit.decision.EvenhandAudit;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Folders;
import org.evenhand.cli.UserError;
import org.evenhand.cli.network.RunningNetwork;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand soak}: for those who develop Evenhand. */
@Command(
        name = "soak",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = {
            "Put the demonstration's load on a network and nodes in processes of their own, for long, and compare what"
                    + " they take and how fast they are at the beginning and at the end.",
            "Exits 0 if that stays the same, 3 if it does not."
        })
public final class SoakCommand implements Callable<Integer> {
    private static final int OPEN_PER_NODE_MAX = 5;
    private static final int SAMPLES = 30;
    private static final long STOP_SECONDS_MAX = 120;
    private static final long IDLE_SECONDS_MAX = 10;
    private static final int MINUTES_MAX = 100_000;
    private static final int NODES_MAX = 50;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long. Default: ${DEFAULT-VALUE}")
    private int minutes;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many nodes. Default: ${DEFAULT-VALUE}")
    private int nodes;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "evenhand-soak",
            description = "A new folder for everything. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("evenhand-soak");

    private final List<Daemon> daemons = new ArrayList<>();
    private final TreeMap<String, List<ProcessProbe.Sample>> samples = new TreeMap<>();
    private final List<Long> diskBytes = new ArrayList<>();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, EvidenceException, InterruptedException {
        if (minutes < 1 || minutes > MINUTES_MAX || nodes < 1 || nodes > NODES_MAX) {
            throw new UserError("expected --minutes within [1, " + MINUTES_MAX + "] and --nodes within [1, " + NODES_MAX
                    + "], found " + minutes + " and " + nodes);
        }
        Path folder = Folders.requireNew(data);
        SoakReport report;
        try {
            report = run(folder, folder.resolve("network"));
        } finally {
            daemons.forEach(Daemon::close);
        }
        output.result(report.toJson(), report.toText());
        return report.complaints().isEmpty() ? ExitCode.OK.number() : ExitCode.MISMATCH.number();
    }

    private SoakReport run(Path folder, Path network)
            throws IOException, UserError, EvenhandException, EvidenceException, InterruptedException {
        start(folder, "network", "network", "up", "--foreground", "--json", "--data", network.toString())
                .awaitReady();
        String genesis;
        SoakLoad load;
        try (RunningNetwork running = RunningNetwork.in(network)) {
            genesis = running.state().genesis();
            List<String> organisations = running.state().organisations();
            for (int i = 0; i < nodes; i++) {
                String organisation = organisations.get(i % organisations.size());
                start(folder, "node-" + (i + 1), nodeRun(network, organisation, "node-" + (i + 1)))
                        .awaitReady();
            }
            try (SoakLoad open = new SoakLoad(running)) {
                load = open;
                soak(open, network.resolve("ledger"));
                awaitIdle(open, STOP_SECONDS_MAX);
            }
        }
        for (int i = daemons.size() - 1; i >= 0; i--) {
            daemons.get(i).stop(STOP_SECONDS_MAX);
        }
        return report(network.resolve("ledger"), genesis, load);
    }

    private static String[] nodeRun(Path network, String organisation, String name) {
        return new String[] {
            "node", "run", "--json", "--data", network.toString(), "--org", organisation, "--name", name, "--cpu", "200"
        };
    }

    private Daemon start(Path folder, String name, String... arguments) throws IOException {
        Daemon daemon = Daemon.start(folder, name, Daemon.ownJavaOptions(), List.of(arguments));
        daemons.add(daemon);
        return daemon;
    }

    private long stepMillis() {
        return TimeUnit.MINUTES.toMillis(minutes) / SAMPLES;
    }

    private void soak(SoakLoad load, Path ledger) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        for (int sample = 1; sample <= SAMPLES; sample++) {
            long untilNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(stepMillis() * sample);
            while (System.nanoTime() < untilNanos) {
                load.step((long) OPEN_PER_NODE_MAX * nodes);
            }
            // What tasks hold while they run is on the heap too, and says nothing of what the process keeps.
            awaitIdle(load, IDLE_SECONDS_MAX);
            look(ledger);
            output.progress("sample " + sample + " of " + SAMPLES + ": " + load.tasksSubmitted() + " tasks submitted, "
                    + load.commits().size() + " entries committed");
        }
    }

    private void look(Path ledger) throws IOException, InterruptedException {
        for (Daemon daemon : daemons) {
            add(daemon.name(), daemon.pid());
        }
        add("client", ProcessHandle.current().pid());
        try (var files = Files.list(ledger)) {
            diskBytes.add(files.mapToLong(file -> file.toFile().length()).sum());
        }
    }

    private void add(String name, long pid) throws IOException, InterruptedException {
        samples.computeIfAbsent(name, absent -> new ArrayList<>()).add(ProcessProbe.look(pid));
    }

    private static void awaitIdle(SoakLoad load, long secondsMax) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
        while (load.tasksOpen() > 0 && System.nanoTime() < deadlineNanos) {
            Thread.sleep(100);
        }
    }

    private SoakReport report(Path ledger, String genesis, SoakLoad load)
            throws EvidenceException, InterruptedException {
        output.progress("auditing the ledger");
        AuditOptions options = AuditOptions.standard()
                .withChaincode(EvenhandAudit.DEFAULT_CHAINCODE)
                .withGenesisHash(ByteString.copyFrom(HexFormat.of().parseHex(genesis)));
        AuditReport audit = EvenhandAudit.verify(BlockSources.in(ledger), options, AuditProgress.NONE);
        WorldGrowth world = new WorldGrowth(stepMillis());
        Auditor.verify(BlockSources.in(ledger), options, AuditProgress.NONE, world);
        return new SoakReport(
                minutes,
                load.tasksSubmitted(),
                load.tasksOpen(),
                samples,
                diskBytes,
                load.commits(),
                load.settlements(),
                world,
                audit);
    }
}
