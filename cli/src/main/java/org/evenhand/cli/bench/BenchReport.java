package org.evenhand.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.evenhand.audit.AuditReport;
import org.evenhand.cli.audit.Reports;
import org.evenhand.cli.output.Table;
import org.evenhand.core.json.Json;
import org.evenhand.evaluation.load.LoadResult;
import org.evenhand.evaluation.load.Rate;
import org.evenhand.evaluation.load.TaskRate;

/** The figures of a benchmark, as text and as JSON. */
final class BenchReport {
    private BenchReport() {}

    static Json.Obj toJson(LoadResult result, AuditReport audit) {
        return Json.object()
                .put("organisations", result.organisations())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("java", Runtime.version().toString())
                .put("firstCommitMillis", result.firstCommitMillis())
                .put("statusPerSecond", result.entries().perSecond())
                .put("status", toJson(result.entries()))
                .put("roundsPerSecond", result.rounds().perSecond())
                .put("rounds", toJson(result.rounds()))
                .put("tasksPerSecond", result.tasks().perSecond())
                .put("factsPerSecond", result.tasks().factsPerSecond())
                .put("tasks", toJson(result.tasks()))
                .put("singleTasksPerSecond", result.singles().perSecond())
                .put("singleTasks", toJson(result.singles()))
                .put("invalidTransactions", result.invalidTransactions())
                .put("lostRaces", result.lostRaces())
                .put("provider", result.provider())
                .put("audit", Reports.toJson(audit))
                .build();
    }

    private static Json toJson(Rate rate) {
        return Json.object()
                .put("count", rate.count())
                .put("failed", rate.failed())
                .put("p50Millis", rate.p50Millis())
                .put("p99Millis", rate.p99Millis())
                .build();
    }

    private static Json toJson(TaskRate rate) {
        return Json.object()
                .put("submitted", rate.submitted())
                .put("settled", rate.settled())
                .put("open", rate.open())
                .put("queueMax", rate.queueMax())
                .put("factsPerSecond", rate.factsPerSecond())
                .put("roundsPerSecond", rate.roundsPerSecond())
                .build();
    }

    static List<String> toText(LoadResult result, AuditReport audit) {
        Table table = new Table("measured", "per second", "p50 ms", "p99 ms", "failed");
        table.row(
                "status reports",
                number(result.entries().perSecond()),
                result.entries().p50Millis(),
                result.entries().p99Millis(),
                result.entries().failed());
        table.row(
                "rounds, nodes reporting",
                number(result.rounds().perSecond()),
                result.rounds().p50Millis(),
                result.rounds().p99Millis(),
                result.rounds().failed());
        table.row(
                "tasks, 10,000 a submission",
                number(result.tasks().perSecond()),
                "",
                "",
                result.tasks().open());
        table.row(
                "tasks, one a submission",
                number(result.singles().perSecond()),
                "",
                "",
                result.singles().open());
        List<String> lines = new ArrayList<>();
        lines.add("first commit after " + number(result.firstCommitMillis())
                + " ms, from an empty folder and a cold JVM");
        lines.addAll(table.lines());
        lines.add(number(result.tasks().factsPerSecond()) + " facts/s; " + result.invalidTransactions()
                + " invalid transactions, " + result.lostRaces() + " of them lost races; " + result.provider());
        lines.addAll(Reports.toText(audit));
        return lines;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
