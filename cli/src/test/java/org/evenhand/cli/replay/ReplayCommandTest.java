package org.evenhand.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Ran;
import org.evenhand.core.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    private static final String OPENB = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,"
            + "creation_time,deletion_time,scheduled_time";

    @TempDir
    private Path folder = Path.of(".");

    private Path trace = Path.of(".");

    @BeforeEach
    void write_a_trace() throws IOException {
        trace = Files.writeString(
                folder.resolve("trace.csv"),
                String.join(
                        "\n",
                        OPENB,
                        "late,1000,64,0,0,,LS,Running,130,131,130",
                        "early,2000,64,1,500,,LS,Running,100,140,110",
                        "never,2000,64,1,500,,LS,Pending,105,140,",
                        "broken,2000",
                        "huge,2000,64,8,1000,,LS,Running,120,130,120",
                        ""));
    }

    private Ran replay(String... more) {
        return Ran.command(Stream.concat(
                        Stream.of(
                                "replay",
                                "--trace",
                                trace.toString(),
                                "--data",
                                folder.resolve("data").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void a_replay_accounts_for_every_task_tells_bad_rows_and_audits_its_ledger() throws IOException {
        Ran ran = replay("--nodes", "4", "--speedup", "10", "--json").exits(ExitCode.OK);
        assertThat(ran.err())
                .contains(trace + ":5: expected 11 values, found 2")
                .contains(trace + ":4: expected scheduled_time to be known");
        Json.Obj result = ran.json();
        assertThat(Ran.number(result, "malformedRows")).isEqualTo(1);
        assertThat(Ran.number(result, "unknownRows")).isEqualTo(1);
        Json.Obj account = Ran.object(result, "account");
        assertThat(Ran.number(account, "submitted")).isEqualTo(3);
        assertThat(Ran.number(account, "finished")).isEqualTo(2);
        assertThat(Ran.number(account, "unplaceable")).isEqualTo(1);
        assertThat(Ran.text(Ran.object(result, "audit"), "verdict")).isEqualTo("verified");
        assertThat(Ran.list(result, "nodes")).hasSize(4);
        assertThat(Ran.number(Ran.object(result, "responseMillis"), "max")).isGreaterThanOrEqualTo(3_000);
        assertThat(Files.readAllLines(folder.resolve("data").resolve("tasks.csv")))
                .hasSize(4);
    }

    /**
     * A command line that makes no sense.
     *
     * @param options separated by blanks
     * @param message part of what it says
     */
    private record Wrong(String options, String message) {}

    private static final List<Wrong> WRONG = List.of(
            new Wrong("--nodes 2 --speedup 1", "expected --nodes within [3, 256], found 2"),
            new Wrong("--nodes 257 --speedup 1", "expected --nodes within [3, 256], found 257"),
            new Wrong("--nodes no-list --speedup 1", "expected --nodes to be a number or a file, found no-list"),
            new Wrong("--nodes 4 --node-limit 4 --speedup 1", "expected --node-limit together with a list of nodes"),
            new Wrong("--nodes 4 --speedup 0", "expected --speedup to be more than 0, found 0.0"),
            new Wrong("--nodes 4 --speedup NaN", "expected --speedup to be more than 0, found NaN"),
            new Wrong("--nodes 4 --speedup 1 --orgs 9", "expected --orgs within [2, 5], found 9"),
            new Wrong(
                    "--nodes 4 --speedup 1 --demand-scale much", "expected --demand-scale to be a share such as 1/16"),
            new Wrong("--nodes 4 --speedup 1 --max-duration 12", "expected --max-duration to be a number with a unit"),
            new Wrong("--nodes 4 --speedup 1 --max-duration 0h", "expected --max-duration to be a number with a unit"),
            new Wrong("--nodes 4 --speedup 1 --limit 0", "expected --limit to be 1 or more, found 0"),
            new Wrong("--nodes 4 --speedup 1 --skip -1", "expected --skip to be 0 or more, found -1"),
            new Wrong("--nodes 4 --speedup 1 --from-time 999", "to have a task that is selected, found none"),
            new Wrong("--nodes 4 --speedup 1 --format csv", "Invalid value for option '--format'"),
            new Wrong("--nodes 4", "Missing required option: '--speedup=X'"));

    @TestFactory
    Stream<DynamicTest> a_command_line_that_makes_no_sense_is_explained_and_makes_no_folder() {
        return WRONG.stream()
                .map(wrong -> DynamicTest.dynamicTest(wrong.options(), () -> {
                    Ran ran = replay(wrong.options().split(" ", -1)).exits(ExitCode.USAGE);
                    assertThat(ran.err()).contains(wrong.message()).doesNotContain("\tat ");
                    assertThat(folder.resolve("data")).doesNotExist();
                }));
    }

    @Test
    void a_trace_of_no_known_format_is_refused() throws IOException {
        Files.writeString(trace, "a,b\n1,2\n");
        Ran ran = replay("--nodes", "4", "--speedup", "1").exits(ExitCode.USAGE);
        assertThat(ran.err()).contains("expected the header of a trace of the format surf or openb");
        Files.delete(trace);
        assertThat(replay("--nodes", "4", "--speedup", "1")
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("expected --trace to be a file");
    }
}
