package org.evenhand.cli.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.audit.Finding;
import org.evenhand.audit.FindingCode;
import org.evenhand.audit.Severity;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.core.json.Json;

/** An audit's report as text and as JSON. */
public final class Reports {
    private Reports() {}

    public static Json.Obj toJson(AuditReport report) {
        return Json.object()
                .put("verdict", verdict(report))
                .put("channel", report.channel())
                .put("blocks", report.blocks())
                .put("transactions", report.transactions())
                .put("roundsReplayed", report.roundsReplayed())
                .put("genesis", report.genesisHash())
                .put("head", report.headHash())
                .put("findingsTotal", report.findingsTotal())
                .put(
                        "findings",
                        Json.of(report.findings().stream().map(Reports::finding).toList()))
                .put("signatures", report.speed().signatures())
                .put("signaturesPerSecond", report.speed().signaturesPerSecond())
                .put("elapsedMillis", report.speed().elapsedMillis())
                .put("provider", report.speed().provider())
                .put("providerWarning", report.speed().warning())
                .build();
    }

    private static Json finding(Finding finding) {
        Json.ObjectBuilder object =
                Json.object().put("code", finding.code().code()).put("message", finding.message());
        finding.block().ifPresent(block -> object.put("block", block));
        finding.transaction().ifPresent(index -> object.put("transaction", index));
        finding.transactionId().ifPresent(id -> object.put("transactionId", id));
        finding.round().ifPresent(round -> object.put("round", round));
        return object.build();
    }

    /** Tells that there is no ledger that could be read at all. */
    static ExitCode unreadable(OutputOptions output, EvidenceException problem) {
        String verdict = word(AuditVerdict.INCOMPLETE);
        String message = String.valueOf(problem.getMessage());
        output.result(
                Json.object().put("verdict", verdict).put("message", message).build(),
                List.of(verdict + ": " + message));
        return ExitCode.INCOMPLETE;
    }

    /** The verdict as one word in lower case. */
    public static String verdict(AuditReport report) {
        return word(report.verdict());
    }

    private static String word(AuditVerdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    public static List<String> toText(AuditReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %,d blocks, %,d transactions, %,d rounds decided again (%,d signatures in %,d ms, %s)",
                verdict(report),
                report.blocks(),
                report.transactions(),
                report.roundsReplayed(),
                report.speed().signatures(),
                report.speed().elapsedMillis(),
                report.speed().provider()));
        lines.addAll(findings(report));
        if (!report.speed().warning().isEmpty()) {
            lines.add("warning: " + report.speed().warning());
        }
        lines.add("genesis " + report.genesisHash());
        lines.add("head " + report.headHash());
        return lines;
    }

    /**
     * The first of the findings that make the verdict, and of the others which codes there are and how often: whatever
     * is altered makes much of what rests on it look wrong, and those who want to know what happened should not have to
     * search for it.
     */
    private static List<String> findings(AuditReport report) {
        List<String> lines = new ArrayList<>();
        Map<Boolean, List<Finding>> found = report.findings().stream()
                .collect(Collectors.partitioningBy(finding -> finding.code().severity() == Severity.NOTICE));
        List<Finding> against = new ArrayList<>(found.getOrDefault(false, List.of()));
        Optional<Finding> first = against.stream()
                .filter(finding -> finding.code().severity() == deciding(report))
                .findFirst();
        if (first.isPresent()) {
            lines.add("  first: " + first.get());
            against.remove(first.get());
        }
        long unlisted = report.findingsTotal() - report.findings().size();
        if (!against.isEmpty()) {
            lines.add("  then " + (against.size() + unlisted) + " more, of which most or all follow from it ("
                    + codes(against, unlisted) + "); --json lists them");
        }
        found.getOrDefault(true, List.of()).forEach(notice -> lines.add("  notice: " + notice));
        return lines;
    }

    private static Severity deciding(AuditReport report) {
        return report.verdict() == AuditVerdict.MISMATCH ? Severity.MISMATCH : Severity.INCOMPLETE;
    }

    private static String codes(List<Finding> findings, long unlisted) {
        Map<FindingCode, Long> counts = new EnumMap<>(FindingCode.class);
        findings.forEach(finding -> counts.merge(finding.code(), 1L, Long::sum));
        List<String> words = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<FindingCode, Long>comparingByValue().reversed())
                .forEach(count ->
                        words.add(count.getValue() + " " + count.getKey().code()));
        if (unlisted > 0) {
            words.add(unlisted + " that were counted and not kept");
        }
        return String.join(", ", words);
    }
}
