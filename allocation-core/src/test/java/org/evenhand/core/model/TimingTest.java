package org.evenhand.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.MalformedException.Problem;
import org.evenhand.core.json.ObjectReader;
import org.junit.jupiter.api.Test;

class TimingTest {
    private static Timing read(long report, long stale, long fail) throws MalformedException {
        return Timing.read(ObjectReader.of(
                "policy",
                Json.object()
                        .put("reportIntervalMillis", report)
                        .put("staleAfterMillis", stale)
                        .put("failAfterMillis", fail)
                        .build()));
    }

    @Test
    void a_pool_leaves_its_nodes_a_lease_of_one_report_at_least() throws MalformedException {
        assertThat(read(1_000, 1_000, 3_200).leaseMillis()).isEqualTo(1_000);
        assertThatThrownBy(() -> read(1_000, 1_000, 3_199))
                .isInstanceOfSatisfying(MalformedException.class, malformed -> assertThat(malformed.problem())
                        .isEqualTo(Problem.THRESHOLDS_NOT_ORDERED))
                .hasMessageContaining("found one of 999 ms");
    }
}
