package org.evenhand.operations.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.evenhand.operations.health.HealthCheck.Verdict;
import org.junit.jupiter.api.Test;

class HealthTest {
    @Test
    void a_daemon_that_has_not_started_lives_but_is_not_ready() {
        Health health = new Health();
        assertThat(health.liveness().isUp()).isTrue();
        assertThat(health.readiness().isUp()).isFalse();
        health.started();
        assertThat(health.readiness().isUp()).isTrue();
    }

    @Test
    void one_check_that_is_down_is_enough_and_all_are_told() {
        Health health = new Health()
                .ready("ledger", () -> Verdict.up("at block 7"))
                .ready("lease", () -> Verdict.down("lapsed"));
        health.started();
        assertThat(health.readiness().isUp()).isFalse();
        assertThat(health.readiness().findings())
                .extracting(Health.Finding::name)
                .containsExactly("lease", "ledger", "started");
        assertThat(health.liveness().isUp()).isTrue();
    }

    @Test
    void a_check_that_breaks_is_down_and_says_why() {
        Health health = new Health().live("odd", () -> {
            throw new IllegalStateException("bug");
        });
        assertThat(health.liveness().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.verdict().isUp()).isFalse();
            assertThat(finding.verdict().reason()).contains("bug");
        });
    }
}
