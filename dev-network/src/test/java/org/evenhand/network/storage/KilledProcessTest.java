package org.evenhand.network.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.evenhand.network.testing.TestChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KilledProcessTest {
    private static final int BLOCKS_BEFORE_KILL = 30;

    @Test
    void nothing_that_a_killed_process_acknowledged_is_lost(@TempDir Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long acknowledged = -1;
        try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < BLOCKS_BEFORE_KILL; i++) {
                acknowledged = Long.parseLong(Objects.requireNonNull(said.readLine(), "the process ended early"));
            }
            process.toHandle().destroyForcibly(); // Unlike the process's own method, it leaves what was said readable.
            process.waitFor();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                acknowledged = Long.parseLong(line);
            }
        } finally {
            process.destroyForcibly();
        }
        try (FileLedger ledger = new TestChannel(folder).open(folder.resolve("ledger"))) {
            assertThat(ledger.height()).isGreaterThan(acknowledged);
            // Block 0 is the genesis block, block 1 the definition, block n wrote key n - 2.
            for (long number = 2; number <= acknowledged; number++) {
                assertThat(ledger.snapshot().get(TestChannel.CHAINCODE, "k" + (number - 2)))
                        .as("written in block %d", number)
                        .isPresent();
            }
        }
    }
}
