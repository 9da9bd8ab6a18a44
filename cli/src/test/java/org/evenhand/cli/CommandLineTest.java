package org.evenhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.evenhand.cli.config.Settings;
import org.evenhand.core.json.Json;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What the command says of itself, and of command lines that make no sense. */
class CommandLineTest {
    @TempDir
    private Path folder = Path.of(".");

    /** The words that lead to every command, those of the command itself being none. */
    private static Stream<DynamicTest> everyCommand(Consumer<String> test) {
        List<String> paths = new ArrayList<>();
        collect(CommandTree.whole(Settings.NONE), "", paths);
        return paths.stream().map(path -> test(path, () -> test.accept(path)));
    }

    /** One test for every command line. */
    private static Stream<DynamicTest> each(Map<String, String> told, BiConsumer<String, String> test) {
        return told.entrySet().stream()
                .map(line -> test(line.getKey(), () -> test.accept(line.getKey(), line.getValue())));
    }

    private static DynamicTest test(String line, Executable body) {
        return DynamicTest.dynamicTest(("evenhand " + line).strip(), body);
    }

    private static void collect(CommandLine command, String path, List<String> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, below) -> {
            if (!name.equals("help")) {
                collect(below, (path + " " + name).strip(), paths);
            }
        });
    }

    private static CommandLine command(String path) {
        CommandLine command = CommandTree.whole(Settings.NONE);
        for (String name : path.isEmpty() ? List.<String>of() : List.of(path.split(" ", -1))) {
            command = Objects.requireNonNull(command.getSubcommands().get(name));
        }
        return command;
    }

    private static Ran run(String line) {
        return Ran.command(line.isEmpty() ? new String[0] : line.split(" ", -1));
    }

    /** Wrong usage is told in a line, with a second that says where to read on; nobody wants a stack trace. */
    private static void assertClear(Ran wrong) {
        wrong.exits(ExitCode.USAGE);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).startsWith("evenhand: ").doesNotContain("\tat ", "Exception");
    }

    @TestFactory
    Stream<DynamicTest> every_command_says_what_it_is_for() {
        return everyCommand(path -> {
            Ran help = run((path + " --help").strip()).exits(ExitCode.OK);
            assertThat(help.err()).isEmpty();
            assertThat(help.out()).startsWith(("Usage: evenhand " + path).strip());
            assertThat(command(path).getCommandSpec().usageMessage().description())
                    .isNotEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> every_command_that_does_something_has_an_example_and_tells_its_exit_codes() {
        return everyCommand(path -> {
            CommandSpec spec = command(path).getCommandSpec();
            if (spec.subcommands().isEmpty() && !spec.usageMessage().hidden()) {
                assertThat(command(path).getUsageMessage())
                        .contains("Example", "evenhand " + path, "Exit codes:", "2   the command makes no sense");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> every_option_is_described_and_takes_its_value_by_name() {
        return everyCommand(path -> command(path).getCommandSpec().options().forEach(option -> {
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
            if (option.arity().max() > 0) {
                assertThat(option.paramLabel()).as(option.longestName()).doesNotStartWith("<");
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> every_command_turns_down_what_it_does_not_know() {
        return everyCommand(path -> {
            Ran wrong = run((path + " --no-such-option").strip());
            assertClear(wrong);
            assertThat(wrong.err()).contains("--no-such-option");
        });
    }

    @TestFactory
    Stream<DynamicTest> what_is_misspelt_is_told_with_what_may_have_been_meant() {
        return each(
                Map.ofEntries(
                        Map.entry("submit --class frame --jsno", "--json"),
                        Map.entry("submit --clas frame", "--class"),
                        Map.entry("audit verify --ledgr x", "--ledger"),
                        Map.entry("statsu", "status"),
                        Map.entry("network upp", "up")),
                (line, meant) -> {
                    Ran wrong = run(line);
                    assertClear(wrong);
                    assertThat(wrong.err()).contains("did you mean").contains(meant);
                });
    }

    @TestFactory
    Stream<DynamicTest> a_command_that_only_groups_others_lists_them() {
        return each(
                Map.ofEntries(
                        Map.entry("", "demo"),
                        Map.entry("network", "up"),
                        Map.entry("audit", "verify"),
                        Map.entry("node", "run")),
                (line, listed) -> {
                    Ran wrong = run(line);
                    assertClear(wrong);
                    assertThat(wrong.err()).contains("Missing required subcommand", listed);
                });
    }

    @TestFactory
    Stream<DynamicTest> a_value_that_makes_no_sense_is_told_with_what_was_expected() {
        return each(
                Map.ofEntries(
                        Map.entry("submit", "--class"),
                        Map.entry("submit --class frame --count many", "'many' is not a long"),
                        Map.entry("submit --class frame --count 0", "expected --count within [1,"),
                        Map.entry("submit --class frame --count -3", "expected --count within [1,"),
                        Map.entry("submit --class Frame!", "expected --class to name a class"),
                        Map.entry("demo --nodes 3", "expected --nodes within [4, 32], found 3"),
                        Map.entry("demo --orgs 1", "expected --orgs within [2, 5], found 1"),
                        Map.entry("demo --duration 5", "expected --duration of 15 s or more, found 5"),
                        Map.entry("network up --orgs 6", "expected --orgs within [2, 5], found 6"),
                        Map.entry("network up --pool Main!", "expected --pool to be lower-case letters"),
                        Map.entry("bench --nodes 0", "expected --nodes within [3, 256], found 0"),
                        Map.entry("bench --orgs 9", "expected --orgs within [2, 5], found 9"),
                        Map.entry("audit verify", "--ledger"),
                        Map.entry(
                                "audit explain --ledger . frames",
                                "expected a task such as Org1MSP.app/3.0#0, found frames"),
                        Map.entry(
                                "audit verify --ledger . --head 12",
                                "expected --head to be 64 hexadecimal digits, found 12"),
                        Map.entry(
                                "node run --config no-such-file",
                                "expected --config to name a file that can be read, found no-such-file")),
                (line, message) -> {
                    Ran wrong = run(line);
                    assertClear(wrong);
                    assertThat(wrong.err().lines().findFirst().orElse("")).contains(message);
                });
    }

    @TestFactory
    Stream<DynamicTest> a_folder_without_a_network_is_told() {
        return Stream.of("status", "network status", "network down", "submit --class frame", "node run")
                .map(line -> test(line, () -> {
                    Path missing = folder.resolve("missing");
                    Ran wrong = run(line + " --data " + missing);
                    assertClear(wrong);
                    assertThat(wrong.err()).contains("expected a network that runs in " + missing + ", found none");
                    assertThat(missing).doesNotExist();
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_network_whose_process_has_ended_does_not_run() throws IOException {
        return Stream.of("status", "network status", "network down")
                .map(line -> test(line, () -> {
                    // No process has this number: Linux ends at 4,194,304.
                    Files.writeString(
                            folder.resolve("network.json"),
                            "{\"genesis\":\"" + "0".repeat(64)
                                    + "\",\"organisations\":[\"Org1\",\"Org2\"],\"pid\":9999999,\"pool\":\"main\","
                                    + "\"startedMillis\":1}");
                    Ran wrong = run(line + " --data " + folder);
                    assertClear(wrong);
                    assertThat(wrong.err()).contains("found none");
                }));
    }

    @Test
    void a_ledger_that_is_not_there_is_wrong_usage() {
        for (String line : List.of("audit verify --ledger ", "audit explain Org1MSP.client/1.0#0 --ledger ")) {
            Ran wrong = run(line + folder.resolve("missing"));
            assertClear(wrong);
            assertThat(wrong.err()).contains("expected --ledger to name a folder with blocks");
        }
    }

    @Test
    void a_folder_without_blocks_is_missing_evidence() {
        Ran verified = run("audit verify --json --ledger " + folder).exits(ExitCode.INCOMPLETE);
        assertThat(Ran.text(verified.json(), "verdict")).isEqualTo("incomplete");
        Ran told = run("audit explain --json --ledger " + folder + " Org1MSP.client/1.0#0");
        Json.Obj audit = Ran.object(told.exits(ExitCode.INCOMPLETE).json(), "audit");
        assertThat(Ran.text(audit, "verdict")).isEqualTo("incomplete");
    }

    @Test
    void a_folder_with_two_ledgers_is_missing_evidence_and_says_which_there_are() throws IOException {
        for (String one : List.of("one", "other")) {
            Path chain = Files.createDirectories(folder.resolve(one));
            Files.createFile(chain.resolve("blockfile_000000"));
        }
        for (String line : List.of("audit verify --json", "audit explain Org1MSP.client/1.0#0 --json")) {
            Json.Obj told =
                    run(line + " --ledger " + folder).exits(ExitCode.INCOMPLETE).json();
            assertThat(Ran.text(told, "verdict")).isEqualTo("incomplete");
            assertThat(Ran.text(told, "message")).contains("More than one ledger", "one", "other");
        }
    }

    @Test
    void a_demonstration_never_writes_into_a_folder_that_is_in_use() throws IOException {
        Files.createFile(folder.resolve("thesis.txt"));
        Ran wrong = run("demo --data " + folder);
        assertClear(wrong);
        assertThat(wrong.err()).contains("expected a new or empty folder");
        assertThat(folder.resolve("thesis.txt")).exists();
    }

    @Test
    void a_configuration_that_cannot_be_read_names_its_file() throws IOException {
        Path file = folder.resolve("node.json");
        Files.writeString(file, "{\"pool\":");
        Ran failed = run("node run --config " + file).exits(ExitCode.USAGE);
        assertThat(failed.err()).contains(file.toString()).doesNotContain("\tat ");
    }

    @Test
    void the_version_is_told() {
        assertThat(run("--version").exits(ExitCode.OK).out()).startsWith("evenhand ");
    }

    @Test
    void the_help_that_comes_quickly_says_what_the_whole_would() {
        assertThat(run("--help").out())
                .isEqualTo(CommandTree.whole(Settings.NONE).getUsageMessage());
    }
}
