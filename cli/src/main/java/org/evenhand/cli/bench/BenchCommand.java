package org.evenhand.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.decision.EvenhandAudit;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.Folders;
import org.evenhand.cli.UserError;
import org.evenhand.cli.network.LocalNetwork;
import org.evenhand.cli.network.OrganisationsOption;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.model.Limits;
import org.evenhand.evaluation.load.LoadOptions;
import org.evenhand.evaluation.load.LoadResult;
import org.evenhand.evaluation.load.LoadRun;
import org.evenhand.node.ledger.LedgerException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure the embedded network on this machine.",
            "From an empty folder: the first committed transaction, rounds over many nodes that report, tasks placed,"
                    + " run and settled, and status reports; then an audit of all of it. Takes about 50 s. Clients,"
                    + " nodes, network and contract share the machine's cores."
        },
        footer = {"", "Example:  evenhand bench --json"})
public final class BenchCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private OrganisationsOption orgs = new OrganisationsOption();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "100",
            description = "Nodes that report while rounds are decided. Default: ${DEFAULT-VALUE}")
    private int nodes;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "4",
            description = "Length of each measurement but the tasks', which is 15 s. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the ledger in this new folder; otherwise it is deleted.")
    private @Nullable Path data;

    @Override
    public Integer call()
            throws IOException, UserError, EvenhandException, EvidenceException, InterruptedException, LedgerException {
        int organisations = orgs.number();
        if (nodes < organisations || nodes > Limits.NODES_PER_POOL_MAX) {
            throw new UserError("expected --nodes within [" + organisations + ", " + Limits.NODES_PER_POOL_MAX
                    + "], found " + nodes);
        }
        if (seconds < 1) {
            throw new UserError("expected --seconds to be 1 or more, found " + seconds);
        }
        if (data != null) {
            return run(Folders.requireNew(data), organisations);
        }
        Path folder = Files.createTempDirectory("evenhand-bench");
        try {
            return run(folder, organisations);
        } finally {
            Folders.delete(folder);
        }
    }

    private int run(Path folder, int organisations)
            throws IOException, EvenhandException, EvidenceException, InterruptedException, LedgerException {
        LoadResult result;
        AuditOptions auditing;
        Path ledger;
        try (LocalNetwork network = LocalNetwork.start(folder.resolve("network"), LocalNetwork.names(organisations))) {
            output.progress(network.introduction());
            ledger = network.ledgerFolder();
            auditing = network.auditOptions();
            result = new LoadRun(network, LoadOptions.of(nodes, seconds), output::progress).run();
        }
        output.progress("auditing all of it");
        AuditReport audit = EvenhandAudit.verify(BlockSources.in(ledger), auditing, AuditProgress.NONE);
        output.result(BenchReport.toJson(result, audit), BenchReport.toText(result, audit));
        return audit.verdict().exitCode();
    }
}
