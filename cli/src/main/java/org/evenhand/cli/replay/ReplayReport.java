package org.evenhand.cli.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.audit.Reports;
import org.evenhand.cli.output.Table;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Resources;
import org.evenhand.evaluation.replay.ClassGrid;
import org.evenhand.evaluation.replay.ReplayResult;
import org.evenhand.evaluation.replay.ReplayResult.Account;
import org.evenhand.evaluation.replay.ReplayResult.Decisions;
import org.evenhand.evaluation.replay.ReplayResult.NodeUse;
import org.evenhand.evaluation.replay.Spread;
import org.evenhand.evaluation.replay.trace.Selection.Selected;
import org.evenhand.evaluation.replay.trace.Trace;

/**
 * The figures of a replay, as text and as JSON.
 *
 * @param trace what was read
 * @param selected what of it was replayed
 * @param result what came of it
 * @param audit the auditor's report on the ledger
 * @param ledger where the ledger lies
 */
record ReplayReport(Trace trace, Selected selected, ReplayResult result, AuditReport audit, Path ledger) {
    static final double MILLIS_PER_SECOND = 1_000;
    private static final double THOUSANDTHS = 1_000;
    private static final double HUNDREDTHS = 100;

    ExitCode exitCode() {
        if (audit.verdict() == AuditVerdict.MISMATCH) {
            return ExitCode.MISMATCH;
        }
        if (audit.verdict() == AuditVerdict.INCOMPLETE) {
            return ExitCode.INCOMPLETE;
        }
        return result.isAccountedFor() ? ExitCode.OK : ExitCode.INTERNAL;
    }

    Json.Obj toJson() {
        ReplayResult.Times times = result.times();
        return Json.object()
                .put("format", trace.format().word())
                .put("malformedRows", trace.malformed().count())
                .put("unknownRows", trace.unknown().count())
                .put("tasks", selected.tasks().size())
                .put("tasksCut", selected.cut())
                .put("speedupThousandths", Math.round(result.plan().speedup() * THOUSANDTHS))
                .put("classes", result.plan().grid().classes().size())
                .put("demands", result.plan().grid().demands())
                .put("demandDigits", result.plan().grid().digits())
                .put("account", account())
                .put("decisions", decisions())
                .put("waitingMillis", spread(times.waiting()))
                .put("responseMillis", spread(times.response()))
                .put("settlingMillis", spread(times.settling()))
                .put("boundedSlowdownHundredths", spread(times.slowdownHundredths()))
                .put("makespanMillis", result.makespanMillis())
                .put("useBasisPoints", amounts(result.use()))
                .put(
                        "nodes",
                        Json.of(result.nodes().stream().map(ReplayReport::node).toList()))
                .put("organisations", organisations())
                .put("ledgerUse", ledgerUse())
                .put("audit", Reports.toJson(audit))
                .put("ledger", ledger.toString())
                .build();
    }

    private Json account() {
        Account account = result.account();
        return Json.object()
                .put("submitted", account.submitted())
                .put("finished", account.finished())
                .put("failed", account.failed())
                .put("poisoned", account.poisoned())
                .put("cancelled", account.cancelled())
                .put("unplaceable", account.unplaceable())
                .put("lost", result.lost())
                .put("heldBack", account.heldBack())
                .put("resubmitted", account.resubmitted())
                .put("strange", Json.of(account.strange().stream().map(Json::of).toList()))
                .put("accountedFor", new Json.Bool(result.isAccountedFor()))
                .build();
    }

    private Json decisions() {
        Decisions decisions = result.decisions();
        Json.ObjectBuilder deferred = Json.object();
        decisions.deferred().forEach((reason, count) -> deferred.put(reason.word(), count));
        return Json.object()
                .put("rounds", decisions.rounds())
                .put("placed", decisions.placed())
                .put("moved", decisions.moved())
                .put("recovered", decisions.recovered())
                .put("requeued", decisions.requeued())
                .put("lateResults", decisions.lateResults())
                .put("deferred", deferred.build())
                .build();
    }

    private static Json spread(Spread spread) {
        return Json.object()
                .put("count", spread.count())
                .put("p50", spread.p50())
                .put("p90", spread.p90())
                .put("p99", spread.p99())
                .put("max", spread.max())
                .build();
    }

    private static Json amounts(SortedMap<String, Long> amounts) {
        Json.ObjectBuilder object = Json.object();
        amounts.forEach(object::put);
        return object.build();
    }

    private static Json node(NodeUse node) {
        return Json.object()
                .put("node", node.node().toString())
                .put("capacity", node.capacity().toJson())
                .put("finished", node.finished())
                .put("useBasisPoints", amounts(node.use()))
                .build();
    }

    private Json organisations() {
        Json.ObjectBuilder object = Json.object();
        result.organisations()
                .forEach((msp, use) -> object.put(
                        msp.id(),
                        Json.object()
                                .put("submitted", use.submitted())
                                .put("ran", use.ran())
                                .put("workAskedBasisPoints", use.workAsked())
                                .put("workGivenBasisPoints", use.workGiven())
                                .put("capacityBasisPoints", use.capacity())
                                .build()));
        return object.build();
    }

    private Json ledgerUse() {
        Json.ObjectBuilder rejected = Json.object();
        result.ledger().rejected().forEach((reason, count) -> rejected.put(reason.word(), count));
        return Json.object()
                .put("invalidTransactions", result.ledger().invalid())
                .put("lostRaces", result.ledger().lostRaces())
                .put("rejected", rejected.build())
                .build();
    }

    List<String> toText() {
        List<String> lines = new ArrayList<>();
        lines.addAll(nodeTable().lines());
        lines.add("");
        lines.addAll(organisationTable().lines());
        lines.add("");
        lines.addAll(timeTable().lines());
        lines.add("");
        lines.addAll(taskLines());
        lines.add("");
        lines.add("The audit:");
        lines.addAll(Reports.toText(audit));
        lines.add("The ledger lies in " + ledger + "; audit it yourself:");
        lines.add("  scripts/evenhand audit verify --ledger " + ledger + " --genesis " + audit.genesisHash());
        return lines;
    }

    private List<String> taskLines() {
        Account account = result.account();
        Decisions decisions = result.decisions();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d rows malformed, %,d of unknown values; %,d tasks replayed, %,d of them cut, in %,.1f s",
                trace.malformed().count(),
                trace.unknown().count(),
                selected.tasks().size(),
                selected.cut(),
                result.makespanMillis() / MILLIS_PER_SECOND));
        lines.add(classes());
        lines.add(String.format(
                Locale.ROOT,
                "%,d rounds: %,d placed, %,d moved, %,d recovered, %,d tried again, %,d results too late",
                decisions.rounds(),
                decisions.placed(),
                decisions.moved(),
                decisions.recovered(),
                decisions.requeued(),
                decisions.lateResults()));
        lines.add("told to wait: " + deferred() + "; held back " + account.heldBack()
                + ", rejected and submitted again " + account.resubmitted());
        lines.add(result.ledger().invalid() + " invalid transactions, "
                + result.ledger().lostRaces() + " of them lost races");
        lines.add(sum());
        account.strange().forEach(line -> lines.add("must not happen: " + line));
        return lines;
    }

    private String classes() {
        ClassGrid grid = result.plan().grid();
        String classes = grid.classes().size() + " task classes, from " + grid.demands() + " demands";
        return grid.digits() == ClassGrid.EXACT
                ? classes
                : classes + ", rounded up to " + grid.digits() + " significant binary digits";
    }

    private String deferred() {
        return result.decisions().deferred().isEmpty()
                ? "none"
                : result.decisions().deferred().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> each.getValue() + " " + each.getKey().word())
                        .collect(Collectors.joining(", "));
    }

    private String sum() {
        Account account = result.account();
        return String.format(
                Locale.ROOT,
                "%,d finished + %,d failed + %,d poisoned + %,d cancelled + %,d unplaceable = %,d of %,d submitted: %s",
                account.finished(),
                account.failed(),
                account.poisoned(),
                account.cancelled(),
                account.unplaceable(),
                account.ended(),
                account.submitted(),
                result.isAccountedFor() ? "every task is accounted for" : result.lost() + " TASKS ARE LOST");
    }

    /** Nodes of one kind in a row: there may be hundreds, and JSON tells each. */
    private Table nodeTable() {
        TreeMap<String, List<NodeUse>> kinds = new TreeMap<>();
        result.nodes().forEach(node -> kinds.computeIfAbsent(kind(node.capacity()), absent -> new ArrayList<>())
                .add(node));
        Table table = new Table("nodes like", "nodes", "finished", "use least", "mean", "most");
        kinds.forEach((kind, nodes) -> {
            List<Long> use = nodes.stream()
                    .map(node -> node.use().values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0))
                    .sorted()
                    .toList();
            long sum = use.stream().mapToLong(Long::longValue).sum();
            table.row(
                    kind,
                    nodes.size(),
                    nodes.stream().mapToLong(NodeUse::finished).sum(),
                    percent(use.get(0)),
                    percent(sum / use.size()),
                    percent(use.get(use.size() - 1)));
        });
        result.use().forEach((resource, share) -> table.row("all, " + resource, "", "", "", percent(share), ""));
        return table;
    }

    private static String kind(Resources capacity) {
        return capacity.amounts().entrySet().stream()
                .map(amount -> amount.getKey() + " " + amount.getValue())
                .collect(Collectors.joining(", "));
    }

    private Table organisationTable() {
        Table table = new Table("organisation", "submitted", "ran", "of work asked", "given", "of capacity");
        result.organisations()
                .forEach((msp, use) -> table.row(
                        msp.id(),
                        use.submitted(),
                        use.ran(),
                        percent(use.workAsked()),
                        percent(use.workGiven()),
                        percent(use.capacity())));
        return table;
    }

    private Table timeTable() {
        double speedup = result.plan().speedup();
        ReplayResult.Times times = result.times();
        Table table = new Table("time", "p50", "p90", "p99", "max");
        row(table, "waiting, s", times.waiting(), 1 / MILLIS_PER_SECOND);
        row(table, "waiting, s of the trace", times.waiting(), speedup / MILLIS_PER_SECOND);
        row(table, "response, s", times.response(), 1 / MILLIS_PER_SECOND);
        row(table, "response, s of the trace", times.response(), speedup / MILLIS_PER_SECOND);
        row(table, "end to settlement, s", times.settling(), 1 / MILLIS_PER_SECOND);
        row(table, "bounded slowdown", times.slowdownHundredths(), 1 / HUNDREDTHS);
        return table;
    }

    private static void row(Table table, String what, Spread spread, double factor) {
        table.row(
                what,
                decimal(spread.p50() * factor),
                decimal(spread.p90() * factor),
                decimal(spread.p99() * factor),
                decimal(spread.max() * factor));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }

    private static String percent(long basisPoints) {
        return String.format(Locale.ROOT, "%.1f %%", basisPoints / HUNDREDTHS);
    }
}
