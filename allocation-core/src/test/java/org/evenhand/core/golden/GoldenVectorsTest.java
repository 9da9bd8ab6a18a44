package org.evenhand.core.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.evenhand.core.json.MalformedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same calls come to the same bytes as when the vectors were written. After a change of bytes that is meant, write
 * them anew with {@code -Devenhand.golden.write=true} and read the difference.
 */
class GoldenVectorsTest {
    private static GoldenScript script() {
        return new GoldenScript(new GoldenLedger(GoldenFiles.writers(GoldenFiles.FOLDER)));
    }

    @BeforeAll
    static void write_anew_when_asked_to() {
        if (Boolean.getBoolean("evenhand.golden.write")) {
            List<String> vectors = script().play();
            GoldenFiles.write(GoldenFiles.FOLDER, vectors);
            System.out.println(vectors.size() + " golden vectors written to " + GoldenFiles.FOLDER.toAbsolutePath());
        }
    }

    private static void requireSame(List<String> actual) {
        List<String> expected = GoldenFiles.vectors(GoldenFiles.FOLDER);
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertThat(actual.get(i)).as("vector %d", i + 1).isEqualTo(expected.get(i));
        }
        assertThat(actual).hasSameSizeAs(expected);
    }

    @Test
    void the_script_gives_the_vectors_that_are_written_down() {
        GoldenScript script = script();
        requireSame(script.play());
        assertThat(script.factKinds())
                .as("kinds of facts that the script leads to")
                .isEqualTo(new TreeSet<>(List.of(
                        "cancelled",
                        "capacity-changed",
                        "deferred",
                        "entries-lost",
                        "entries-taken",
                        "failed",
                        "finished",
                        "frozen",
                        "item-rejected",
                        "joined",
                        "judged",
                        "late-result",
                        "left",
                        "moved",
                        "placed",
                        "poisoned",
                        "queued",
                        "recovered",
                        "report-settled",
                        "reprioritised",
                        "requeued",
                        "thawed",
                        "unplaceable",
                        "wanted-changed")));
    }

    @Test
    void the_calls_that_are_written_down_come_to_what_stands_beside_them() throws MalformedException {
        requireSame(GoldenMain.replay(GoldenFiles.FOLDER));
    }
}
