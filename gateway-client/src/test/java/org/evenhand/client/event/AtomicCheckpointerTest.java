package org.evenhand.client.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicCheckpointerTest {
    @Test
    void a_new_checkpoint_points_nowhere(@TempDir Path folder) throws Exception {
        AtomicCheckpointer checkpointer = AtomicCheckpointer.open(folder.resolve("events"));

        assertThat(checkpointer.getBlockNumber()).isEmpty();
        assertThat(checkpointer.getTransactionId()).isEmpty();
    }

    @Test
    void a_checkpoint_is_found_again(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("events");
        AtomicCheckpointer.open(file).checkpointTransaction(7, "abc");

        AtomicCheckpointer again = AtomicCheckpointer.open(file);

        assertThat(again.getBlockNumber()).hasValue(7);
        assertThat(again.getTransactionId()).contains("abc");
    }

    @Test
    void past_a_block_lies_the_next_block(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("events");
        AtomicCheckpointer checkpointer = AtomicCheckpointer.open(file);
        checkpointer.checkpointTransaction(7, "abc");
        checkpointer.checkpointBlock(7);

        assertThat(AtomicCheckpointer.open(file).getBlockNumber()).hasValue(8);
        assertThat(AtomicCheckpointer.open(file).getTransactionId()).isEmpty();
    }

    @Test
    void a_crash_between_write_and_rename_leaves_the_checkpoint_before(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("events");
        AtomicCheckpointer.open(file).checkpointTransaction(7, "abc");
        Files.writeString(folder.resolve("events.new"), "{\"blockNumber\":8,\"transac");

        AtomicCheckpointer again = AtomicCheckpointer.open(file);
        assertThat(again.getBlockNumber()).hasValue(7);
        again.checkpointBlock(8);

        assertThat(AtomicCheckpointer.open(file).getBlockNumber()).hasValue(9);
        assertThat(folder.resolve("events.new")).doesNotExist();
    }

    @Test
    void a_checkpoint_that_cannot_be_written_stays_where_it_was(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("events");
        AtomicCheckpointer checkpointer = AtomicCheckpointer.open(file);
        checkpointer.checkpointBlock(7);
        // What is written beside cannot be, because a folder of its name is in the way.
        Files.createDirectory(folder.resolve("events.new"));

        assertThatThrownBy(() -> checkpointer.checkpointBlock(8)).isInstanceOf(IOException.class);
        assertThat(checkpointer.getBlockNumber()).hasValue(8);
        assertThat(AtomicCheckpointer.open(file).getBlockNumber()).hasValue(8);
    }

    @Test
    void a_file_that_is_no_checkpoint_is_refused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("events"), "{\"blockNumber\":-1}");

        assertThatThrownBy(() -> AtomicCheckpointer.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("events");
    }
}
