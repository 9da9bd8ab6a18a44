package org.evenhand.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects findings. A ledger that is wrong everywhere must not fill the memory, so only the first are kept. */
public final class Findings {
    /** Findings kept; all are counted. */
    public static final int KEPT_MAX = 1_000;

    private final List<Finding> kept = new ArrayList<>();
    private final Map<Severity, Long> counts = new EnumMap<>(Severity.class);

    /** Takes a finding. */
    public void add(Finding finding) {
        if (kept.size() < KEPT_MAX) {
            kept.add(finding);
        }
        counts.merge(finding.code().severity(), 1L, Long::sum);
    }

    List<Finding> kept() {
        return List.copyOf(kept);
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    AuditVerdict verdict() {
        if (counts.containsKey(Severity.MISMATCH)) {
            return AuditVerdict.MISMATCH;
        }
        return counts.containsKey(Severity.INCOMPLETE) ? AuditVerdict.INCOMPLETE : AuditVerdict.VERIFIED;
    }
}
