package org.evenhand.core.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The golden vectors on machines that are set up in another way, and on every newer JDK of this one: byte for byte the
 * same. JDKs are looked for in {@code /usr/lib/jvm} and in {@code -Devenhand.java.homes} or
 * {@code EVENHAND_JAVA_HOMES}, separated like a path.
 */
class OtherMachinesTest {
    private static final long PATIENCE_SECONDS = 240;
    private static final Path JDKS = Path.of("/usr/lib/jvm");

    /** Turkish has a dotless i, Kolkata half an hour, and ISO-8859-1 few characters; without a compiler all is slow. */
    private static final List<String> STRANGE = List.of(
            "-Duser.language=tr",
            "-Duser.country=TR",
            "-Duser.timezone=Asia/Kolkata",
            "-Dfile.encoding=ISO-8859-1",
            "-Dline.separator=\r\n",
            "-Xint");

    private static void requireSame(Path java, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GoldenMain.class.getName()));
        command.add(GoldenFiles.FOLDER.toAbsolutePath().toString());
        Path output = Files.createTempFile("golden", ".txt");
        Path errors = Files.createTempFile("golden", ".err");
        try {
            Process child = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            boolean ended = child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            child.destroyForcibly();
            assertThat(ended)
                    .as("ended within %d s: %s", PATIENCE_SECONDS, command)
                    .isTrue();
            assertThat(child.exitValue()).as(() -> text(errors)).isZero();
            requireSameLines(Files.readAllBytes(output));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static void requireSameLines(byte[] output) {
        List<String> expected = GoldenFiles.vectors(GoldenFiles.FOLDER);
        List<String> actual = new String(output, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertThat(actual.get(i)).as("vector %d", i + 1).isEqualTo(expected.get(i));
        }
        assertThat(output).isEqualTo((String.join("\n", expected) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The homes of JDKs that are newer than this one, by version. */
    private static Map<String, Path> newerJdks() throws IOException {
        List<Path> homes = new ArrayList<>();
        if (Files.isDirectory(JDKS)) {
            try (Stream<Path> listed = Files.list(JDKS)) {
                listed.sorted().forEach(homes::add);
            }
        }
        String named = System.getProperty(
                "evenhand.java.homes",
                Optional.ofNullable(System.getenv("EVENHAND_JAVA_HOMES")).orElse(""));
        Stream.of(named.split(System.getProperty("path.separator"), -1))
                .filter(home -> !home.isEmpty())
                .forEach(home -> homes.add(Path.of(home)));
        Map<String, Path> newer = new LinkedHashMap<>();
        for (Path home : homes) {
            Optional<Runtime.Version> version = version(home);
            if (version.isPresent()
                    && version.get().feature() > Runtime.version().feature()) {
                newer.put(version.get().toString(), home);
            }
        }
        return newer;
    }

    private static Optional<Runtime.Version> version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        return Files.readAllLines(release).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> Runtime.Version.parse(
                        line.substring("JAVA_VERSION=".length()).replace("\"", "")))
                .findFirst();
    }

    @Test
    void another_locale_zone_and_encoding_without_a_compiler_change_nothing() throws Exception {
        requireSame(Path.of(System.getProperty("java.home")), STRANGE);
    }

    @TestFactory
    Stream<DynamicTest> every_newer_jdk_comes_to_the_same_bytes() throws IOException {
        Map<String, Path> newer = newerJdks();
        if (newer.isEmpty()) {
            String reason = "SKIPPED: no JDK newer than " + Runtime.version().feature() + " under " + JDKS
                    + " nor named by -Devenhand.java.homes or EVENHAND_JAVA_HOMES; golden vectors ran on one JDK only";
            System.out.println(reason);
            return Stream.of(DynamicTest.dynamicTest("no newer JDK", () -> Assumptions.abort(reason)));
        }
        return newer.entrySet().stream()
                .flatMap(jdk -> Stream.of(
                        DynamicTest.dynamicTest(jdk.getKey(), () -> requireSame(jdk.getValue(), List.of())),
                        DynamicTest.dynamicTest(
                                jdk.getKey() + " set up in another way", () -> requireSame(jdk.getValue(), STRANGE))));
    }
}
