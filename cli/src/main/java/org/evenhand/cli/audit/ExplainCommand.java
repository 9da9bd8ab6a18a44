package org.evenhand.cli.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.decision.EvenhandAudit;
import org.evenhand.audit.decision.TaskExplanation;
import org.evenhand.audit.decision.TaskExplanation.Step;
import org.evenhand.audit.decision.TaskName;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.cli.output.Table;
import org.evenhand.core.fact.Facts;
import org.evenhand.core.json.Json;
import org.evenhand.core.rules.Trace.Candidate;
import org.evenhand.core.rules.Trace.Filling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evenhand audit explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Tell everything that rounds decided about one task, and why.",
            "Shows which nodes were looked at, how full each was, and which rule kept the task from the others. The"
                    + " ledger is verified on the way; exits as 'audit verify' does, and 2 if no round knows the task."
        },
        footer = {"", "Example:  evenhand audit explain --ledger evenhand-demo/ledger Org1MSP.app/3.0#0"})
final class ExplainCommand implements Callable<Integer> {
    private static final long MICROS_PER_MILLI = 1_000;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private AuditTarget target = new AuditTarget();

    @Parameters(paramLabel = "TASK", description = "A task, such as Org1MSP.app/3.0#0: submission and index.")
    private String task = "";

    @Override
    public Integer call() throws UserError, InterruptedException {
        AuditOptions options = target.options();
        TaskName name = name();
        BlockSource source;
        try {
            source = target.open();
        } catch (EvidenceException e) {
            return Reports.unreadable(output, e).number();
        }
        TaskExplanation told = EvenhandAudit.explain(source, options, name, AuditProgress.NONE);
        output.result(toJson(told), toText(told));
        return told.steps().isEmpty() && told.audit().verdict().exitCode() == 0
                ? ExitCode.USAGE.number()
                : told.audit().verdict().exitCode();
    }

    private TaskName name() throws UserError {
        try {
            return TaskName.parse(task);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected a task such as Org1MSP.app/3.0#0, found " + task);
        }
    }

    private static List<String> toText(TaskExplanation told) {
        List<String> lines = new ArrayList<>();
        if (told.steps().isEmpty()) {
            lines.add("no round of this ledger knows " + told.task());
        }
        for (Step step : told.steps()) {
            lines.add(step.sentence());
            step.choice().ifPresent(filling -> lines.addAll(toText(filling)));
        }
        lines.add("ledger " + Reports.verdict(told.audit()));
        return lines;
    }

    private static List<String> toText(Filling filling) {
        Table table = new Table("    node", "room", "full before", "given", "full after", "verdict");
        for (Candidate candidate : filling.candidates()) {
            table.row(
                    "    " + candidate.node(),
                    candidate.room(),
                    candidate.beforeMicros() / MICROS_PER_MILLI + " ms",
                    candidate.given(),
                    candidate.afterMicros() / MICROS_PER_MILLI + " ms",
                    words(candidate));
        }
        List<String> lines = new ArrayList<>();
        lines.add("    " + filling.tasks() + " tasks of class " + filling.taskClass() + ", priority "
                + filling.priority() + ", over the nodes by drain time:");
        lines.addAll(table.lines());
        return lines;
    }

    private static String word(Candidate candidate) {
        return candidate.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The verdict, and that less of a node counts while it is on probation: its room looks wrong otherwise. */
    private static String words(Candidate candidate) {
        return word(candidate) + (candidate.onProbation() ? ", on probation" : "");
    }

    private static Json.Obj toJson(TaskExplanation told) {
        List<Json> steps = new ArrayList<>();
        for (Step step : told.steps()) {
            Json.ObjectBuilder object = Json.object()
                    .put("block", step.block())
                    .put("transactionId", step.transactionId())
                    .put("round", step.round())
                    .put("timeMillis", step.timeMillis())
                    .put("fact", Facts.toJson(step.fact()));
            step.choice().ifPresent(filling -> object.put("choice", toJson(filling)));
            steps.add(object.build());
        }
        return Json.object()
                .put("task", told.task().toString())
                .put("steps", Json.of(steps))
                .put("audit", Reports.toJson(told.audit()))
                .build();
    }

    private static Json toJson(Filling filling) {
        List<Json> candidates = new ArrayList<>();
        for (Candidate candidate : filling.candidates()) {
            candidates.add(Json.object()
                    .put("node", candidate.node().toString())
                    .put("verdict", word(candidate))
                    .put("onProbation", new Json.Bool(candidate.onProbation()))
                    .put("room", candidate.room())
                    .put("beforeMicros", candidate.beforeMicros())
                    .put("given", candidate.given())
                    .put("afterMicros", candidate.afterMicros())
                    .build());
        }
        return Json.object()
                .put("class", filling.taskClass().name())
                .put("priority", filling.priority())
                .put("tasks", filling.tasks())
                .put("levelMicros", filling.levelMicros())
                .put("candidates", Json.of(candidates))
                .build();
    }
}
