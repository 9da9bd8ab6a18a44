package org.evenhand.node.stopping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopFileTest {
    @TempDir
    private Path folder = Path.of(".");

    private Path file() {
        return folder.resolve("stopped.json");
    }

    @Test
    void it_says_nothing_until_it_was_written_and_after_it_was_erased() throws IOException {
        StopNote note = StopFile.open(file());
        assertThat(note.lastSequence()).isEmpty();
        note.erase();
        note.write(0);
        assertThat(StopFile.open(file()).lastSequence()).hasValue(0);
        note.write(17);
        assertThat(StopFile.open(file()).lastSequence()).hasValue(17);
        note.erase();
        assertThat(note.lastSequence()).isEmpty();
        assertThat(StopFile.open(file()).lastSequence()).isEmpty();
    }

    @Test
    void a_note_that_cannot_be_written_says_where_and_leaves_the_old_one() throws IOException {
        StopNote note = StopFile.open(file());
        note.write(17);
        Files.createDirectories(folder.resolve("stopped.json.new"));
        assertThatThrownBy(() -> note.write(18))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stopped.json.new could not be written");
        assertThat(note.lastSequence()).hasValue(17);
        assertThat(StopFile.open(file()).lastSequence()).hasValue(17);
    }

    @Test
    void a_file_that_holds_something_else_is_refused() throws IOException {
        Files.writeString(file(), "{}");
        assertThatThrownBy(() -> StopFile.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no note of a stop");
    }
}
