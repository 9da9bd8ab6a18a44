package org.evenhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of docs/tutorial.md, in order and in one bash, and looks for what it says one sees. Every command
 * must end well; each line of a text block must be part of what the bash block before it printed, in the same order.
 */
class TutorialTest {
    private static final Path TUTORIAL = Path.of("..", "docs", "tutorial.md");

    /** Not how long anything takes, but when a broken build is called broken. */
    private static final long PATIENCE_SECONDS = 480;

    private static final Pattern BLOCK =
            Pattern.compile("^```(bash|text)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String MARK = "==== block ";

    @TempDir
    private Path folder = Path.of(".");

    private final List<Process> started = new ArrayList<>();

    /**
     * Commands and what is to be seen of them.
     *
     * @param commands lines of bash
     * @param seen lines of output, in which an ellipsis stands for anything
     */
    private record Block(String commands, List<String> seen) {}

    private static List<Block> blocks(String document) {
        List<Block> blocks = new ArrayList<>();
        for (MatchResult found : BLOCK.matcher(document).results().toList()) {
            if (found.group(1).equals("bash")) {
                blocks.add(new Block(found.group(2), List.of()));
            } else {
                Block last = blocks.remove(blocks.size() - 1);
                blocks.add(new Block(last.commands(), found.group(2).lines().toList()));
            }
        }
        return blocks;
    }

    @AfterEach
    void end_what_was_started() throws IOException {
        for (Process process : started) {
            List<ProcessHandle> below = process.descendants().toList();
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.endsWith("network.json"))
                    .forEach(file -> Ran.command("network", "down", "--data", String.valueOf(file.getParent())));
        }
    }

    @Test
    void every_command_of_the_tutorial_ends_well_and_shows_what_it_says() throws IOException, InterruptedException {
        List<Block> blocks = blocks(withFreePorts(Files.readString(TUTORIAL)));
        assertThat(blocks).hasSizeGreaterThan(10);
        List<String> printed = List.of(run(blocks).split(MARK + "\\d+\\n", -1));
        assertThat(printed).as("what bash printed").hasSize(blocks.size() + 1);
        SoftAssertions softly = new SoftAssertions();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            String output = printed.get(i + 1);
            softly.assertThat(pattern(block.seen()).matcher(output).find())
                    .as("%s%n  should print%n%s%n  and did%n%s", block.commands(), block.seen(), output)
                    .isTrue();
        }
        softly.assertAll();
    }

    /** The lines in order, with others between them; white space is as wide as it likes. */
    private static Pattern pattern(List<String> seen) {
        return Pattern.compile(
                seen.stream().map(TutorialTest::line).collect(Collectors.joining("(?:.*\\n)+?")), Pattern.MULTILINE);
    }

    private static String line(String seen) {
        return "^\\h*"
                + Stream.of(seen.strip().split(" +", -1))
                        .map(word -> Stream.of(word.split("…", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")))
                        .collect(Collectors.joining("\\h+"));
    }

    /** The ports that the text names may be taken here. */
    private static String withFreePorts(String document) throws IOException {
        String replaced = document;
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(document).contains(":7081", ":7082");
            replaced = replaced.replace(":7081", ":" + one.getLocalPort()).replace(":7082", ":" + other.getLocalPort());
        }
        return replaced;
    }

    private String run(List<Block> blocks) throws IOException, InterruptedException {
        Path checkout = Files.createDirectory(folder.resolve("checkout"));
        Path command = Files.createDirectory(checkout.resolve("scripts")).resolve("evenhand");
        Files.writeString(command, thisBuild());
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        Path script = Files.writeString(folder.resolve("tutorial.sh"), script(blocks));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EVENHAND_"));
        builder.environment().put("TMPDIR", folder.toString());
        Process bash = builder.start();
        started.add(bash);
        boolean ended = bash.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String printed = Files.readString(output);
        assertThat(ended).as("an end of the tutorial; so far: %s", printed).isTrue();
        assertThat(bash.exitValue()).as("exit code; output: %s", printed).isZero();
        return printed;
    }

    /** The command as scripts/evenhand would start it. */
    private static String thisBuild() {
        return "#!/usr/bin/env bash\nexec '"
                + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
                + System.getProperty("java.class.path")
                + "' org.evenhand.cli.Main \"$@\"\n";
    }

    /** All blocks; the first command that fails ends them, and the nodes with them, by their ids. */
    private static String script(List<Block> blocks) {
        StringBuilder script =
                new StringBuilder("set -euo pipefail\ntrap 'kill -KILL $(jobs -p) 2>/dev/null || true' EXIT\n");
        for (int i = 0; i < blocks.size(); i++) {
            script.append("echo '")
                    .append(MARK)
                    .append(i)
                    .append("'\n")
                    .append(blocks.get(i).commands());
        }
        return script.toString();
    }
}
