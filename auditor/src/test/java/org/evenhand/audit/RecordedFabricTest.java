package org.evenhand.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedFabricTest {
    @Test
    void everything_that_a_real_peer_decided_is_decided_again_the_same_way(@TempDir Path folder) throws Exception {
        AuditReport report = Auditor.verify(
                RecordedLedger.stored(folder, RecordedLedger.blocks()), AuditOptions.standard(), AuditProgress.NONE);

        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(report.blocks()).isEqualTo(54);
    }
}
