package org.evenhand.cli.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.evenhand.core.model.MspId;
import org.evenhand.evaluation.replay.Replay;
import org.evenhand.evaluation.replay.ReplayPlan;
import org.evenhand.evaluation.replay.ReplayResult;
import org.evenhand.evaluation.replay.TaskTable;
import org.evenhand.evaluation.replay.trace.NodeShapes;
import org.evenhand.evaluation.replay.trace.Selection.Selected;
import org.evenhand.evaluation.replay.trace.Trace;
import org.evenhand.evaluation.replay.trace.TraceException;
import org.evenhand.evaluation.replay.trace.TraceFile;
import org.evenhand.evaluation.replay.trace.TraceFormat;
import org.evenhand.node.ledger.LedgerException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Replay a recorded trace through the whole system, and audit it.",
            "Every task of the trace is submitted when it arrived, at --speedup times the speed; real nodes run it,"
                    + " which only lets its time pass; it ends with waiting times, utilisation, and an audit of the"
                    + " ledger."
        },
        footer = {
            "",
            "Exits 1 if not every task is accounted for; 3 or 4 if the audit finds something.",
            "",
            "Example:  evenhand replay --trace surf_month_tasks.csv.gz --limit 5000 --demand-scale 1/16",
            "            --nodes 64 --speedup 620 --max-duration 12h"
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final String FOLDER = "evenhand-replay";

    /** The file in it that tells of every task. */
    private static final String TASKS = "tasks.csv";

    private static final int NODES_DEFAULT = 64;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(names = "--trace", required = true, paramLabel = "FILE", description = "The trace, gzipped or not.")
    private Path trace = Path.of(".");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Its format: ${COMPLETION-CANDIDATES}. Default: as its first line looks")
    private @Nullable TraceFormat format;

    @Option(
            names = "--nodes",
            required = true,
            paramLabel = "FILE|N",
            description = "A list of nodes like openb's, or how many nodes like openb's smaller ones.")
    private String nodes = "";

    @Option(
            names = "--node-limit",
            paramLabel = "N",
            description = "Take N nodes of the list, evenly spaced. Default: " + NODES_DEFAULT)
    private @Nullable Integer nodeLimit;

    @Option(
            names = "--speedup",
            required = true,
            paramLabel = "X",
            description = "How much faster time passes than in the trace.")
    private double speedup;

    @Mixin
    private OrganisationsOption organisations = new OrganisationsOption();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A new folder for the data. Default: " + FOLDER + ", or that with a number if it is taken")
    private @Nullable Path data;

    @Override
    public Integer call()
            throws IOException, UserError, EvenhandException, EvidenceException, InterruptedException, LedgerException {
        check();
        List<NodeShapes.Named> shapes = shapes();
        Trace read = readTrace();
        Selected selected = selection.selection().of(read);
        ReplayPlan plan = plan(selected, shapes);
        output.progress(introduction(plan));
        Path folder = data == null ? Folders.firstFree(FOLDER) : Folders.requireNew(data);
        ReplayResult result;
        AuditOptions auditing;
        Path ledger;
        try (LocalNetwork network = LocalNetwork.start(folder, organisations.names())) {
            output.progress(network.introduction());
            ledger = network.ledgerFolder();
            auditing = network.auditOptions();
            result = new Replay(network, plan, output::progress).run();
        }
        TaskTable.write(result, folder.resolve(TASKS));
        output.progress("auditing the ledger");
        AuditReport audit = EvenhandAudit.verify(BlockSources.in(ledger), auditing, AuditProgress.NONE);
        ReplayReport report = new ReplayReport(read, selected, result, audit, ledger);
        output.result(report.toJson(), report.toText());
        return report.exitCode().number();
    }

    private void check() throws UserError {
        organisations.number();
        if (!(speedup > 0) || Double.isInfinite(speedup)) {
            throw new UserError("expected --speedup to be more than 0, found " + speedup);
        }
        selection.selection();
    }

    /** The nodes: a number of them, or a list; a pool has no more than so many. */
    private List<NodeShapes.Named> shapes() throws UserError {
        if (nodes.matches("[0-9]{1,9}")) {
            if (nodeLimit != null) {
                throw new UserError("expected --node-limit together with a list of nodes, found --nodes " + nodes);
            }
            return NodeShapes.smaller(count("--nodes", Integer.parseInt(nodes)));
        }
        Path list = Path.of(nodes);
        if (!Files.isRegularFile(list)) {
            throw new UserError("expected --nodes to be a number or a file, found " + nodes);
        }
        try {
            return NodeShapes.read(list, count("--node-limit", nodeLimit == null ? NODES_DEFAULT : nodeLimit));
        } catch (TraceException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private int count(String option, int count) throws UserError {
        int least = organisations.number();
        if (count < least || count > Limits.NODES_PER_POOL_MAX) {
            throw new UserError("expected " + option + " within [" + least + ", " + Limits.NODES_PER_POOL_MAX
                    + "], found " + count);
        }
        return count;
    }

    private Trace readTrace() throws UserError {
        if (!Files.isRegularFile(trace)) {
            throw new UserError("expected --trace to be a file, found " + trace);
        }
        try {
            Trace read = TraceFile.read(trace, Optional.ofNullable(format));
            tell(read.malformed(), "malformed");
            tell(read.unknown(), "of unknown values");
            return read;
        } catch (TraceException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private void tell(Trace.Problems problems, String kind) {
        problems.first().forEach(output::progress);
        long more = problems.count() - problems.first().size();
        if (more > 0) {
            output.progress(trace + ": and " + more + " more rows " + kind);
        }
    }

    private ReplayPlan plan(Selected selected, List<NodeShapes.Named> shapes) throws UserError {
        if (selected.tasks().isEmpty()) {
            throw new UserError("expected " + trace + " to have a task that is selected, found none");
        }
        List<MspId> members = organisations.names().stream()
                .map(name -> new MspId(name + "MSP"))
                .toList();
        try {
            return new ReplayPlan(members, selected.tasks(), shapes, speedup);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private static String introduction(ReplayPlan plan) {
        return String.format(
                Locale.ROOT,
                "%,d tasks of %d classes on %d nodes; they arrive within %.1f s, the longest takes %.1f s",
                plan.tasks().size(),
                plan.grid().classes().size(),
                plan.nodes().size(),
                plan.arrivalsMillis() / ReplayReport.MILLIS_PER_SECOND,
                plan.longestMillis() / ReplayReport.MILLIS_PER_SECOND);
    }
}
