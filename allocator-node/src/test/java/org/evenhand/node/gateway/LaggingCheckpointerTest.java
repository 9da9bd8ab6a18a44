package org.evenhand.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.evenhand.client.event.AtomicCheckpointer;
import org.evenhand.node.time.ManualTimers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaggingCheckpointerTest {
    private final ManualTimers timers = new ManualTimers();

    @Test
    void it_knows_where_the_events_stand_and_keeps_where_they_stood(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("checkpoint.json");
        LaggingCheckpointer checkpointer = new LaggingCheckpointer(AtomicCheckpointer.open(file), timers);
        assertThat(checkpointer.getBlockNumber()).isEmpty();
        for (long block = 10; block < 200; block++) {
            checkpointer.checkpointTransaction(block, "tx" + block);
            timers.pass(1_000);
        }
        assertThat(checkpointer.getBlockNumber()).hasValue(199);
        assertThat(checkpointer.getTransactionId()).contains("tx199");
        assertThat(AtomicCheckpointer.open(file).getBlockNumber()).hasValue(139);
        assertThat(AtomicCheckpointer.open(file).getTransactionId()).isEmpty();
        assertThat(new LaggingCheckpointer(AtomicCheckpointer.open(file), timers).getBlockNumber())
                .hasValue(139);
    }

    @Test
    void the_start_of_the_chain_can_be_kept(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("checkpoint.json");
        LaggingCheckpointer checkpointer = new LaggingCheckpointer(AtomicCheckpointer.open(file), timers);
        checkpointer.checkpointBlock(-1);
        timers.pass(61_000);
        checkpointer.checkpointBlock(5);
        assertThat(checkpointer.getBlockNumber()).hasValue(6);
        assertThat(AtomicCheckpointer.open(file).getBlockNumber()).hasValue(0);
    }
}
