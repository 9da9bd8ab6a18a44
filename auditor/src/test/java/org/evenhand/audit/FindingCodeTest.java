package org.evenhand.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingCodeTest {
    @Test
    void codes_are_unique_and_can_be_typed() {
        List<String> codes =
                Arrays.stream(FindingCode.values()).map(FindingCode::code).toList();

        assertThat(codes).doesNotHaveDuplicates().allMatch(code -> code.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void the_document_explains_every_code_under_its_layer_and_no_other() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "audit.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1].strip() + line.split("\\|", -1)[2].strip())
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FindingCode.values())
                        .map(code -> "`" + code.code() + "`" + code.layer())
                        .toList());
    }
}
