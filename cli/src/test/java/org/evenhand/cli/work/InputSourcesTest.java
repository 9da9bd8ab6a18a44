package org.evenhand.cli.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.evenhand.cli.UserError;
import org.evenhand.core.json.Digest;
import org.evenhand.node.content.InputManifest.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputSourcesTest {
    @TempDir
    private Path folder = Path.of(".");

    private static List<Input> inputs(String standardInput, boolean lines, String... sources)
            throws IOException, UserError {
        ByteArrayInputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        try (InputSources reader = new InputSources(in, lines)) {
            return reader.read(List.of(sources)).stream().map(LocalInput::input).toList();
        }
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private static Input input(String name, String text) {
        return new Input(name, Digest.of(text), text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void a_file_is_one_task_and_a_folder_one_for_each_file_in_the_order_of_names() throws Exception {
        String single = write("single.txt", "s");
        write("many/b", "bb");
        write("many/a", "a");
        write("many/.hidden", "h");
        write("many/deeper/c", "c");
        assertThat(inputs("", false, single, folder.resolve("many").toString()))
                .containsExactly(input("single.txt", "s"), input("a", "a"), input("b", "bb"));
    }

    @Test
    void standard_input_is_one_task_whatever_is_in_it() throws Exception {
        assertThat(inputs("one\ntwo\n", false, "-")).containsExactly(input("stdin", "one\ntwo\n"));
        assertThatThrownBy(() -> inputs("x", false, "-", "-")).isInstanceOf(UserError.class);
    }

    @Test
    void with_lines_every_line_is_a_task() throws Exception {
        assertThat(inputs("one\n\ntwo", true, "-"))
                .containsExactly(input("line-1", "one"), input("line-2", ""), input("line-3", "two"));
        assertThat(inputs("", true, write("list", "x\ny\n")))
                .containsExactly(input("list-1", "x"), input("list-2", "y"));
    }

    @Test
    void what_is_not_there_is_named() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> inputs("", false, folder.resolve("nothing").toString()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> inputs("", false, folder.resolve("empty").toString()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found none");
    }

    @Test
    void a_submission_has_a_limit_of_inputs() {
        assertThatThrownBy(() -> inputs("x\n".repeat(50_001), true, "-"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("50000");
    }

    @Test
    void a_deadline_is_a_time_or_so_long_from_now() throws UserError {
        assertThat(Deadline.parse("", 1_000)).isZero();
        assertThat(Deadline.parse("90s", 1_000)).isEqualTo(91_000);
        assertThat(Deadline.parse("2h", 0)).isEqualTo(7_200_000);
        assertThat(Deadline.parse("1970-01-02T00:00:00Z", 1_000)).isEqualTo(86_400_000);
        for (String wrong : List.of("1969-01-02T00:00:00Z", "soon", "0s", "5w")) {
            assertThatThrownBy(() -> Deadline.parse(wrong, 1_000))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(wrong);
        }
    }
}
