package org.evenhand.evaluation.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    private void add(long... millis) {
        for (long one : millis) {
            latencies.add(TimeUnit.MILLISECONDS.toNanos(one));
        }
    }

    @Test
    void without_any_there_is_nothing_to_tell() {
        assertThat(latencies.millis(50)).isZero();
        assertThat(latencies.millis(99)).isZero();
    }

    @Test
    void one_is_every_percentile() {
        add(7);
        assertThat(latencies.millis(0)).isEqualTo(7);
        assertThat(latencies.millis(50)).isEqualTo(7);
        assertThat(latencies.millis(99)).isEqualTo(7);
        assertThat(latencies.millis(100)).isEqualTo(7);
    }

    @Test
    void a_percentile_is_the_least_time_that_so_many_did_not_exceed() {
        for (int millis = 100; millis >= 1; millis--) {
            add(millis);
        }
        assertThat(latencies.millis(50)).isEqualTo(50);
        assertThat(latencies.millis(99)).isEqualTo(99);
        assertThat(latencies.millis(100)).isEqualTo(100);
    }

    @Test
    void the_median_of_an_even_count_is_the_lower_of_the_two_in_the_middle() {
        add(40, 10, 30, 20);
        assertThat(latencies.millis(50)).isEqualTo(20);
    }

    @Test
    void few_that_are_slow_show_only_high_up() {
        add(1, 1, 1, 1, 1, 1, 1, 1, 1, 900);
        assertThat(latencies.millis(50)).isEqualTo(1);
        assertThat(latencies.millis(90)).isEqualTo(1);
        assertThat(latencies.millis(99)).isEqualTo(900);
    }
}
