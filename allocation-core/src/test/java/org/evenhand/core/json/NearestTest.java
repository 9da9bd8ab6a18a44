package org.evenhand.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> NAMES = List.of("timeoutMillis", "program", "arguments");

    @Test
    void the_nearest_name_is_the_one_with_the_fewest_edits() {
        assertThat(Nearest.to("progam", NAMES)).contains("program");
        assertThat(Nearest.to("TimeoutMilis", NAMES)).contains("timeoutMillis");
    }

    @Test
    void what_resembles_no_name_suggests_none() {
        assertThat(Nearest.to("colour", NAMES)).isEmpty();
        assertThat(Nearest.suggestion("colour", NAMES)).isEmpty();
        assertThat(Nearest.suggestion("argument", NAMES)).isEqualTo("; did you mean arguments?");
    }

    @Test
    void an_edit_inserts_deletes_or_replaces_a_character() {
        assertThat(Nearest.edits("pool", "pool")).isZero();
        assertThat(Nearest.edits("", "pool")).isEqualTo(4);
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
    }
}
