package org.evenhand.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Ran;
import org.evenhand.core.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demonstration as README.md promises it, told once, and then looked at. Says nothing of time: a slow machine may
 * take as long as it likes.
 */
class DemoTest {
    @TempDir
    private static Path folder = Path.of(".");

    private static Ran demo = new Ran(-1, "", "");

    @BeforeAll
    static void tell() {
        demo = Ran.command(
                "demo",
                "--json",
                "--nodes",
                "5",
                "--duration",
                "15",
                "--data",
                folder.resolve("demo").toString());
    }

    private static Path ledger() {
        return Path.of(Ran.text(demo.json(), "ledger"));
    }

    @Test
    void every_chapter_happens() {
        Json.Obj result = demo.exits(ExitCode.OK).json();
        assertThat(Ran.number(result, "moved")).as("relief: %s", demo.err()).isPositive();
        assertThat(Ran.number(result, "recovered"))
                .as("recovery: %s", demo.err())
                .isPositive();
        assertThat(Ran.list(result, "nodes"))
                .as("five nodes, and one that joined")
                .hasSize(6);
        assertThat(demo.err()).contains("other programs take", "is killed", "joins", "auditing");
    }

    @Test
    void no_task_is_lost_and_none_ends_twice() {
        Json.Obj result = demo.json();
        assertThat(Ran.number(result, "submitted")).isPositive();
        assertThat(Ran.number(result, "finished") + Ran.number(result, "failed"))
                .isEqualTo(Ran.number(result, "submitted"));
        assertThat(Ran.number(result, "lost")).isZero();
        assertThat(Ran.number(result, "duplicated")).isZero();
        long finishedByNode = Ran.list(result, "nodes").stream()
                .mapToLong(node -> Ran.number((Json.Obj) node, "finished"))
                .sum();
        assertThat(finishedByNode).isEqualTo(Ran.number(result, "finished"));
    }

    @Test
    void the_auditor_decides_every_round_again() {
        Json.Obj audit = Ran.object(demo.json(), "audit");
        assertThat(Ran.text(audit, "verdict")).isEqualTo("verified");
        assertThat(Ran.number(audit, "findingsTotal")).isZero();
        assertThat(Ran.number(audit, "roundsReplayed"))
                .isPositive()
                .isGreaterThanOrEqualTo(Ran.number(demo.json(), "rounds"));
    }

    @Test
    void the_ledger_can_be_audited_again_and_says_the_same() {
        assertThat(ledger()).isDirectory();
        Json.Obj again = Ran.command("audit", "verify", "--json", "--ledger", ledger().toString())
                .exits(ExitCode.OK)
                .json();
        Json.Obj first = Ran.object(demo.json(), "audit");
        assertThat(Ran.text(again, "verdict")).isEqualTo("verified");
        assertThat(Ran.text(again, "head")).isEqualTo(Ran.text(first, "head"));
        assertThat(Ran.number(again, "roundsReplayed")).isEqualTo(Ran.number(first, "roundsReplayed"));
    }

    @Test
    void one_altered_byte_is_found() throws IOException {
        Path copy = copy(ledger(), folder.resolve("altered"));
        flipMiddleByte(copy);
        Ran verified = Ran.command("audit", "verify", "--json", "--ledger", copy.toString());
        assertThat(verified.exit())
                .as("output: %s%s", verified.out(), verified.err())
                .isIn(ExitCode.MISMATCH.number(), ExitCode.INCOMPLETE.number());
        assertThat(Ran.text(verified.json(), "verdict")).isNotEqualTo("verified");
    }

    @Test
    void the_auditor_explains_a_task() {
        // Every application begins with frames: the first item of its first entry.
        Json.Obj told = Ran.command("audit", "explain", "--json", "--ledger", ledger().toString(), "Org1MSP.app/1.0#0")
                .exits(ExitCode.OK)
                .json();
        List<String> kinds = Ran.list(told, "steps").stream()
                .map(step -> Ran.text(Ran.object((Json.Obj) step, "fact"), "fact"))
                .toList();
        assertThat(kinds).contains("queued", "placed").endsWith("finished");
        assertThat(Ran.list(told, "steps"))
                .as("a placement shows the nodes that were looked at")
                .anySatisfy(step -> assertThat(((Json.Obj) step).fields()).containsKey("choice"));
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.sorted().toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        return to;
    }

    private static void flipMiddleByte(Path ledger) throws IOException {
        try (Stream<Path> tree = Files.walk(ledger)) {
            Path largest = tree.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(path -> path.toFile().length()))
                    .orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
                long middle = file.length() / 2;
                file.seek(middle);
                int before = file.read();
                file.seek(middle);
                file.write(before ^ 1);
            }
        }
    }
}
