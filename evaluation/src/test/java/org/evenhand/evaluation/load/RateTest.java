package org.evenhand.evaluation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {
    private static long perSecond(long count, Duration elapsed) {
        return Rate.of(count, elapsed.toNanos(), 0, new Latencies()).perSecond();
    }

    @Test
    void a_rate_is_over_the_time_that_really_passed() {
        assertThat(perSecond(1_000, Duration.ofSeconds(1))).isEqualTo(1_000);
        assertThat(perSecond(1_000, Duration.ofMillis(2_500))).isEqualTo(400);
        assertThat(perSecond(5, Duration.ofMillis(100))).isEqualTo(50);
    }

    @Test
    void nothing_in_no_time_is_no_rate() {
        assertThat(perSecond(0, Duration.ZERO)).isZero();
        assertThat(perSecond(0, Duration.ofSeconds(3))).isZero();
    }

    @Test
    void large_counts_do_not_overflow() {
        assertThat(perSecond(1_000_000_000, Duration.ofSeconds(10))).isEqualTo(100_000_000);
    }

    @Test
    void failures_and_latencies_are_told_beside_the_rate() {
        Latencies latencies = new Latencies();
        latencies.add(TimeUnit.MILLISECONDS.toNanos(3));
        Rate rate = Rate.of(1, TimeUnit.SECONDS.toNanos(1), 2, latencies);
        assertThat(rate).isEqualTo(new Rate(1, 1, 2, 3, 3));
    }

    @Test
    void a_load_has_nodes_and_takes_time_that_passes() {
        assertThatThrownBy(() -> LoadOptions.of(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LoadOptions.of(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
