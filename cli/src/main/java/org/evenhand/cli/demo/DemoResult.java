package org.evenhand.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.audit.Reports;
import org.evenhand.cli.output.Table;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Resources;

/**
 * How the demonstration ended.
 *
 * @param tally what rounds decided
 * @param submitted tasks that applications submitted
 * @param audit the auditor's report on the ledger
 * @param ledger where the ledger lies
 */
record DemoResult(Tally tally, long submitted, AuditReport audit, Path ledger) {

    /** Tasks of which nobody knows what became. */
    long lost() {
        return submitted - tally.queued() + tally.open();
    }

    ExitCode exitCode() {
        if (audit.verdict() == AuditVerdict.MISMATCH) {
            return ExitCode.MISMATCH;
        }
        if (audit.verdict() == AuditVerdict.INCOMPLETE) {
            return ExitCode.INCOMPLETE;
        }
        return lost() == 0 && tally.duplicated() == 0 ? ExitCode.OK : ExitCode.INTERNAL;
    }

    Json.Obj toJson() {
        List<Json> nodes = new ArrayList<>();
        tally.nodes()
                .forEach((id, node) -> nodes.add(Json.object()
                        .put("node", id.toString())
                        .put("capacity", node.capacity().toJson())
                        .put("given", node.given())
                        .put("finished", node.finished())
                        .put("cpuBasisPoints", node.cpuBasisPoints())
                        .build()));
        return Json.object()
                .put("submitted", submitted)
                .put("rounds", tally.rounds())
                .put("placed", tally.placed())
                .put("moved", tally.moved())
                .put("recovered", tally.recovered())
                .put("deferred", tally.deferred())
                .put("finished", tally.finished())
                .put("failed", tally.failed())
                .put("lost", lost())
                .put("duplicated", tally.duplicated())
                .put("lateResults", tally.lateResults())
                .put("nodes", Json.of(nodes))
                .put("audit", Reports.toJson(audit))
                .put("ledger", ledger.toString())
                .put(
                        "tasksToExplain",
                        Json.of(tally.tasksWithAStory().stream().map(Json::of).toList()))
                .build();
    }

    List<String> toText() {
        List<String> lines = new ArrayList<>();
        lines.addAll(nodeTable().lines());
        lines.add("");
        lines.addAll(new Table(
                        "tasks",
                        "submitted",
                        "placed",
                        "moved",
                        "recovered",
                        "deferred",
                        "finished",
                        "lost",
                        "duplicated")
                .row(
                        "",
                        submitted,
                        tally.placed(),
                        tally.moved(),
                        tally.recovered(),
                        tally.deferred(),
                        tally.finished(),
                        lost(),
                        tally.duplicated())
                .lines());
        lines.add("");
        lines.add(tally.rounds() + " rounds. The audit:");
        lines.addAll(Reports.toText(audit));
        lines.add("");
        lines.add("The ledger lies in " + ledger + "; audit it yourself:");
        lines.add("  scripts/evenhand audit verify --ledger " + ledger + " --genesis " + audit.genesisHash());
        if (!tally.tasksWithAStory().isEmpty()) {
            lines.add("and ask why a task went where it went:");
        }
        tally.tasksWithAStory()
                .forEach(task -> lines.add("  scripts/evenhand audit explain --ledger " + ledger + " " + task));
        return lines;
    }

    private Table nodeTable() {
        long capacity = Math.max(
                1,
                tally.nodes().values().stream()
                        .mapToLong(node -> node.capacity().amount(Resources.CPU))
                        .sum());
        long finished = Math.max(1, tally.finished());
        Table table = new Table("node", "millicores", "of pool", "given", "finished", "of all", "mean cpu use");
        tally.nodes().forEach((id, node) -> {
            long cpu = node.capacity().amount(Resources.CPU);
            table.row(
                    id,
                    cpu,
                    percent(cpu, capacity),
                    node.given(),
                    node.finished(),
                    percent(node.finished(), finished),
                    percent(node.cpuBasisPoints(), 10_000));
        });
        return table;
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
