package org.evenhand.evaluation.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every load once, for a moment: that the driver drives, not how fast. */
class LoadRunTest {
    private static final Duration MOMENT = Duration.ofSeconds(3);

    @Test
    void every_load_reaches_the_ledger_and_nothing_stays_open(@TempDir Path folder) throws Exception {
        List<String> progress = new ArrayList<>();
        LoadResult result;
        try (TestNetwork network = new TestNetwork(folder)) {
            result = new LoadRun(network, new LoadOptions(3, MOMENT, MOMENT), progress::add).run();
        }
        assertThat(result.organisations()).isEqualTo(3);
        assertThat(result.firstCommitMillis()).isPositive();
        assertThat(result.entries().count()).isPositive();
        assertThat(result.entries().p99Millis())
                .isGreaterThanOrEqualTo(result.entries().p50Millis());
        assertThat(result.rounds().count()).isPositive();
        assertSettled(result.tasks(), TaskLoad.LARGE);
        assertSettled(result.singles(), TaskLoad.SINGLE);
        assertThat(result.lostRaces()).isLessThanOrEqualTo(result.invalidTransactions());
        assertThat(result.provider()).isNotEmpty();
        assertThat(progress).hasSize(5);
    }

    private static void assertSettled(TaskRate rate, int size) {
        assertThat(rate.submitted()).isPositive();
        assertThat(rate.submitted() % size).isZero();
        assertThat(rate.settled()).isBetween(0L, rate.submitted());
        assertThat(rate.queueMax()).isNotNegative();
        assertThat(rate.open()).as("tasks that never ended").isZero();
    }
}
