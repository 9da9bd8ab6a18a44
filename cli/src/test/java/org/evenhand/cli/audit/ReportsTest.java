package org.evenhand.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.audit.Finding;
import org.evenhand.audit.FindingCode;
import org.evenhand.core.json.Bytes;
import org.junit.jupiter.api.Test;

final class ReportsTest {
    private static final Finding UNPINNED = Finding.ofLedger(FindingCode.GENESIS_UNPINNED, "nobody named it");
    private static final Finding ALTERED = Finding.ofBlock(FindingCode.DATA_HASH_MISMATCH, 7, "other envelopes");
    private static final Finding MISSING = Finding.ofBlock(FindingCode.COMMIT_HASH_MISSING, 8, "none");

    @Test
    void the_first_mismatch_stands_apart_and_what_follows_is_counted_by_its_code() {
        List<Finding> findings = new ArrayList<>(List.of(UNPINNED, MISSING, ALTERED));
        for (long block = 8; block < 11; block++) {
            findings.add(Finding.ofBlock(FindingCode.COMMIT_HASH_MISMATCH, block, "another"));
        }
        findings.add(Finding.ofTransaction(FindingCode.DECISION_READS_MISMATCH, 9, 0, "tx", "other keys"));
        AuditReport report = report(AuditVerdict.MISMATCH, findings, findings.size());

        assertThat(findingLines(report))
                .containsExactly(
                        "  first: data-hash-mismatch block 7: other envelopes",
                        "  then 5 more, of which most or all follow from it (3 commit-hash-mismatch,"
                                + " 1 commit-hash-missing, 1 decision-reads-mismatch); --json lists them",
                        "  notice: genesis-unpinned: nobody named it");
        assertThat(Bytes.of(Reports.toJson(report)).toString())
                .contains("commit-hash-missing", "other keys", "nobody named it");
    }

    @Test
    void findings_beyond_those_that_are_kept_are_counted() {
        AuditReport report = report(AuditVerdict.MISMATCH, List.of(ALTERED, MISSING), 502);

        assertThat(findingLines(report))
                .containsExactly(
                        "  first: data-hash-mismatch block 7: other envelopes",
                        "  then 501 more, of which most or all follow from it (1 commit-hash-missing,"
                                + " 500 that were counted and not kept); --json lists them");
    }

    @Test
    void a_single_finding_stands_alone_and_without_any_there_is_nothing_to_tell() {
        assertThat(findingLines(report(AuditVerdict.INCOMPLETE, List.of(MISSING), 1)))
                .containsExactly("  first: commit-hash-missing block 8: none");
        assertThat(findingLines(report(AuditVerdict.VERIFIED, List.of(), 0))).isEmpty();
    }

    private static List<String> findingLines(AuditReport report) {
        return Reports.toText(report).stream()
                .filter(line -> line.startsWith("  "))
                .toList();
    }

    private static AuditReport report(AuditVerdict verdict, List<Finding> findings, long total) {
        return new AuditReport(
                verdict, "pools", 12, 30, 4, "aa", "bb", findings, total, new AuditReport.Speed(90, 10, "fast", ""));
    }
}
