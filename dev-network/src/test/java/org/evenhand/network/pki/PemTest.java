package org.evenhand.network.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PemTest {
    private static final String BLOCK = "-----BEGIN X-----\nYWJj\n-----END X-----\n";

    /** What Go 1.26's encoding/pem says; empty stands for no block. */
    private static final Map<String, String> CASES = Map.ofEntries(
            Map.entry(BLOCK, "abc"),
            Map.entry(BLOCK.replace("\n", "\r\n"), "abc"),
            Map.entry("text\n" + BLOCK, "abc"),
            Map.entry("text" + BLOCK, ""),
            Map.entry(BLOCK.strip(), "abc"),
            Map.entry(BLOCK.strip() + " \t", "abc"),
            Map.entry(BLOCK.strip() + "x", ""),
            Map.entry(BLOCK.replace("END X", "END Y"), ""),
            Map.entry(BLOCK.replace("\n-----END", "-----END"), ""),
            Map.entry(BLOCK.replaceFirst("\n", " "), ""),
            Map.entry(BLOCK.replaceFirst("\n", "\nName: value\n"), "abc"),
            Map.entry(BLOCK.replaceFirst("\n", "\nName: value\n\n"), "abc"),
            Map.entry(BLOCK.replace("YWJj", "YW*Jj"), ""),
            Map.entry(BLOCK.replace("YWJj", "YW Jj"), "abc"),
            Map.entry(BLOCK.replace("YWJj", "YWI"), ""),
            Map.entry(BLOCK.replace("YWJj", "YWI="), "ab"),
            Map.entry(BLOCK.replace("YWJj", "YWJ="), "ab"),
            Map.entry(BLOCK.replace("YWJj", "YWI=YWJj"), ""),
            Map.entry("-----BEGIN X-----\n" + BLOCK, "abc"),
            Map.entry(BLOCK.replace("YWJj", "YW*Jj") + BLOCK, "abc"),
            Map.entry("-----END X-----\n-----BEGIN X-----\n", ""),
            Map.entry("-----BEGIN X-----\nYWJj\n", ""),
            Map.entry("-----BEGIN-----END X-----\n", ""),
            Map.entry(BLOCK.replace(" X--", " --"), "abc"),
            Map.entry(BLOCK.replace("X-----", "X"), ""),
            Map.entry("", ""));

    @Test
    void blocks_are_read_as_strictly_as_go_reads_them() {
        CASES.forEach((text, content) -> {
            if (content.isEmpty()) {
                assertThatThrownBy(() -> Pem.decode(text)).as(text).isInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(Pem.decode(text))
                        .as(text)
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo(content);
            }
        });
    }
}
