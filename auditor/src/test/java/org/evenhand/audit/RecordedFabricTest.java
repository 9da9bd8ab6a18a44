package org.evenhand.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.evenhand.audit.decision.EvenhandAudit;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.audit.source.BlockSource;
import org.hyperledger.fabric.protos.common.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedFabricTest {
    @Test
    void everything_that_a_real_peer_decided_is_decided_again_the_same_way(@TempDir Path folder) throws Exception {
        List<Block> blocks = RecordedLedger.blocks();

        AuditReport report = RecordedLedger.audit(folder, blocks);

        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(report.blocks()).isEqualTo(blocks.size()).isGreaterThanOrEqualTo(54);
        assertThat(report.channel()).isEqualTo("evenhand");
    }

    @Test
    void another_signature_provider_comes_to_the_same_verdict(@TempDir Path folder) throws Exception {
        AuditOptions options = RecordedLedger.trusting()
                .withProvider(SignatureProvider.portable())
                .withThreads(1);

        AuditReport report = RecordedLedger.audit(folder, RecordedLedger.file(RecordedLedger.blocks()), options);

        assertThat(report.verdict()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(report.speed().provider()).isEqualTo("BC");
        assertThat(report.speed().signatures()).isPositive();
    }

    @Test
    void a_ledger_that_lacks_the_chaincode_to_be_replayed_is_incomplete_evidence(@TempDir Path folder)
            throws Exception {
        BlockSource source = RecordedLedger.stored(folder, RecordedLedger.file(RecordedLedger.blocks()));

        AuditReport report = EvenhandAudit.verify(source, RecordedLedger.trusting(), AuditProgress.NONE);

        assertThat(report.verdict()).isEqualTo(AuditVerdict.INCOMPLETE);
        assertThat(report.findings()).extracting(Finding::code).containsExactly(FindingCode.CHAINCODE_MISSING);
    }

    @Test
    void a_chaincode_that_nobody_replays_is_not_passed_over(@TempDir Path folder) throws Exception {
        AuditOptions options = RecordedLedger.trusting().withChaincode("evenhand");

        AuditReport report = RecordedLedger.audit(folder, RecordedLedger.file(RecordedLedger.blocks()), options);

        assertThat(report.verdict()).isEqualTo(AuditVerdict.INCOMPLETE);
        assertThat(report.findings()).extracting(Finding::code).containsExactly(FindingCode.CHAINCODE_NOT_REPLAYED);
    }
}
