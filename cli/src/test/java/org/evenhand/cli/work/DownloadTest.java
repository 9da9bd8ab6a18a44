package org.evenhand.cli.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DownloadTest {
    @Test
    void a_result_is_called_after_its_input_unless_no_file_can_have_so_long_a_name() {
        assertThat(Download.fileName(7, Optional.empty(), "stdout")).isEqualTo("7.stdout");
        assertThat(Download.fileName(7, Optional.of("a.png"), "stdout")).isEqualTo("7-a.png.stdout");
        String fits = "a".repeat(255 - "7-.stdout".length());
        assertThat(Download.fileName(7, Optional.of(fits), "stdout")).isEqualTo("7-" + fits + ".stdout");
        assertThat(Download.fileName(7, Optional.of(fits + "a"), "stdout")).isEqualTo("7.stdout");
    }

    @Test
    void a_name_is_as_long_as_its_bytes() {
        assertThat(Download.fileName(7, Optional.of("\u00e4".repeat(124)), "stdout"))
                .isEqualTo("7.stdout");
    }
}
