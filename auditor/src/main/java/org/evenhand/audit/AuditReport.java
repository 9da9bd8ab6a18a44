package org.evenhand.audit;

import java.util.List;

/**
 * The outcome of an audit.
 *
 * @param verdict what the findings add up to
 * @param channel the channel's name; empty when no block named one
 * @param blocks blocks that were read
 * @param transactions envelopes in those blocks
 * @param roundsReplayed rounds that were decided again
 * @param genesisHash the header hash of block 0, on which everything else rests, in hexadecimal digits; empty when
 *     there was none
 * @param headHash the header hash of the last block in hexadecimal digits, to be compared with what others have
 * @param findings the first findings, in ledger order, at most {@link Findings#KEPT_MAX}
 * @param findingsTotal how many findings there were
 * @param speed how fast it was
 */
public record AuditReport(
        AuditVerdict verdict,
        String channel,
        long blocks,
        long transactions,
        long roundsReplayed,
        String genesisHash,
        String headHash,
        List<Finding> findings,
        long findingsTotal,
        Speed speed) {
    public AuditReport {
        findings = List.copyOf(findings);
    }

    /**
     * What the audit cost.
     *
     * @param signatures signatures checked
     * @param elapsedMillis time taken
     * @param provider the name of the provider that checked them
     * @param warning why that is not the fast one; empty when it is
     */
    public record Speed(long signatures, long elapsedMillis, String provider, String warning) {
        /** Returns signatures per second over the whole audit. */
        public long signaturesPerSecond() {
            return signatures * 1000 / Math.max(1, elapsedMillis);
        }
    }
}
