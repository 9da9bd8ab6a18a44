package org.evenhand.node.executors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.content.InputManifest;
import org.evenhand.node.content.ResultDocument;
import org.evenhand.node.content.StoreLimits;
import org.evenhand.node.execution.Execution;
import org.evenhand.node.execution.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class CommandJobTest {
    @TempDir
    private Path folder = Path.of(".");

    private static RangeSet task(long index) {
        return RangeSet.of(index, index + 1);
    }

    @Test
    void a_task_runs_its_program_on_its_own_input() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("wc", ", 'arguments': ['-w', '{input}']"))) {
            Digest payload = shop.payload("one two three", "one");
            assertThat(shop.run(payload, 2).finished()).isEqualTo(RangeSet.of(0, 2));
            ResultDocument first = shop.document(payload, 2, 0);
            assertThat(first.code()).isZero();
            assertThat(shop.output(first, "stdout")).startsWith("3 ").contains("/input.txt");
            assertThat(shop.output(shop.document(payload, 2, 1), "stdout")).startsWith("1 ");
            assertThat(shop.taskFolders()).isEmpty();
        }
    }

    @Test
    void an_input_may_come_on_standard_input() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("cat", ", 'inputOnStdin': true"))) {
            Digest payload = shop.payload("hello");
            assertThat(shop.run(payload, 3).finished().size()).isEqualTo(3);
            assertThat(shop.output(shop.document(payload, 3, 2), "stdout")).isEqualTo("hello");
        }
    }

    @Test
    void an_output_file_is_a_result_too_and_must_be_there() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("cp", ", 'arguments': ['{input}', '{output}']"))) {
            Digest payload = shop.payload("hello");
            shop.run(payload, 1);
            assertThat(shop.output(shop.document(payload, 1, 0), "output")).isEqualTo("hello");
        }
        try (Shop shop = new Shop(folder, Shop.command("echo", ", 'arguments': ['{output}']"))) {
            assertThat(shop.run(shop.payload("x"), 1).failed()).containsEntry("output-missing", task(0));
        }
    }

    @Test
    void an_output_that_points_elsewhere_is_no_output() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("ln", ", 'arguments': ['-s', '/etc/hosts', '{output}']"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsEntry("output-missing", task(0));
        }
    }

    @Test
    void no_shell_looks_at_the_arguments() throws Exception {
        try (Shop shop =
                new Shop(folder, Shop.command("echo", ", 'arguments': ['$HOME; `ls` *', '{index}', '{submission}']"))) {
            Digest payload = InputManifest.NONE.digest();
            shop.run(payload, 1);
            assertThat(shop.output(shop.document(payload, 1, 0), "stdout"))
                    .isEqualTo("$HOME; `ls` * 0 Org1MSP.client/1.0\n");
        }
    }

    @Test
    void a_program_sees_only_the_variables_that_are_listed() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("env", ", 'environment': {'LC_ALL': 'C'}"))) {
            Digest payload = InputManifest.NONE.digest();
            shop.run(payload, 1);
            List<String> names = shop.output(shop.document(payload, 1, 0), "stdout")
                    .lines()
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .sorted()
                    .toList();
            assertThat(names).containsExactly("EVENHAND_TASK_FOLDER", "HOME", "LC_ALL", "PATH", "TMPDIR");
        }
    }

    @Test
    void the_same_work_gives_the_same_result_whoever_does_it() throws Exception {
        String list = Shop.command("wc", ", 'inputOnStdin': true");
        Digest once;
        try (Shop shop = new Shop(folder.resolve("a"), list)) {
            Digest payload = shop.payload("one two three");
            shop.run(payload, 1);
            once = shop.executor.result(payload, TaskRange.of(Shop.WORK, 0, 1));
        }
        try (Shop shop = new Shop(folder.resolve("b"), list)) {
            Digest payload = shop.payload("one two three");
            shop.run(payload, 1);
            assertThat(shop.executor.result(payload, TaskRange.of(Shop.WORK, 0, 1)))
                    .isEqualTo(once);
        }
    }

    @Test
    void an_exit_code_is_the_reason_of_a_failure() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("ls", ", 'arguments': ['/nowhere-at-all']"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsEntry("exit-2", task(0));
            assertThat(shop.taskFolders()).isEmpty();
        }
    }

    @Test
    void a_program_that_needs_an_input_fails_without_one() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("wc", ", 'arguments': ['{input}']"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 3).failed())
                    .containsEntry("input-missing", RangeSet.of(0, 3));
        }
    }

    @Test
    void a_task_without_an_input_of_its_own_fails_alone() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("wc", ", 'arguments': ['{input}']"))) {
            Progress progress = shop.run(shop.payload("a", "b"), 3);
            assertThat(progress.failed()).containsEntry("input-missing", task(2));
            assertThat(progress.finished()).isEqualTo(RangeSet.of(0, 2));
        }
    }

    @Test
    void a_program_that_writes_too_much_is_stopped() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("yes", ", 'outputBytesMax': 100000"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsEntry("output-too-large", task(0));
            assertThat(shop.taskFolders()).isEmpty();
        }
        try (Shop shop = new Shop(folder, Shop.command("echo", ", 'outputBytesMax': 3, 'arguments': ['four']"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsEntry("output-too-large", task(0));
        }
    }

    @Test
    void a_program_has_a_time_limit() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("sleep", ", 'arguments': ['600'], 'timeLimitMillis': 50"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsEntry("time-limit-exceeded", task(0));
        }
    }

    @Test
    void what_cannot_be_kept_fails_with_its_reason() throws Exception {
        String list = Shop.command("cat", ", 'arguments': ['/etc/passwd', '/etc/passwd', '/etc/passwd']");
        try (Shop shop = new Shop(folder, list, new StoreLimits(300, 300, 1_000))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsKey("output-too-large");
        }
    }

    private static List<ProcessHandle> childrenOfThisTest() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static void awaitChildren(int count) throws InterruptedException {
        while (childrenOfThisTest().size() != count) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A program that runs another, which runs another. */
    private static String tree(String rest) {
        return Shop.command(
                "env",
                ", 'arguments': ['" + Programs.path("nice") + "', '" + Programs.path("timeout") + "', '600', '"
                        + Programs.path("sleep") + "', '600']" + rest);
    }

    @Test
    void what_is_taken_away_is_stopped_with_all_that_descends_from_it() throws Exception {
        try (Shop shop = new Shop(folder, tree(""))) {
            Execution execution = shop.start(InputManifest.NONE.digest(), 2);
            awaitChildren(4);
            assertThat(execution.progress().running()).isEqualTo(RangeSet.of(0, 2));
            execution.stop(task(0));
            awaitChildren(2);
            execution.stop(task(1));
            awaitChildren(0);
            Progress progress = execution.progress();
            assertThat(progress.finished().isEmpty()).isTrue();
            assertThat(progress.failed()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void what_a_program_leaves_behind_when_it_ends_well_is_ended_too() throws Exception {
        String list = Shop.command("sh", ", 'arguments': ['-c', 'sleep 600 & echo $!']");
        try (Shop shop = new Shop(folder, list)) {
            Digest payload = InputManifest.NONE.digest();
            assertThat(shop.run(payload, 1).finished()).isEqualTo(task(0));
            String left = shop.output(shop.document(payload, 1, 0), "stdout").strip();
            assertThat(lineOf(left)).isEmpty();
        }
    }

    /** The command line of a process; empty if it is gone, or if nobody has asked yet how it ended. */
    private static String lineOf(String process) throws IOException {
        try {
            return Files.readString(Path.of("/proc", process, "cmdline"));
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    @Test
    void what_is_written_to_the_input_counts_as_output() throws Exception {
        String list = Shop.command(
                "sh", ", 'outputBytesMax': 1000, 'arguments': ['-c', 'head -c 5000 /dev/zero >> $0', '{input}']");
        try (Shop shop = new Shop(folder, list)) {
            assertThat(shop.run(shop.payload("x".repeat(2_000)), 1).failed())
                    .containsEntry("output-too-large", task(0));
        }
    }

    @Test
    void closed_folders_neither_hide_what_is_written_nor_stay() throws Exception {
        String list = Shop.command("sh", ", 'arguments': ['-c', 'mkdir -p a/b; touch a/b/c; chmod 0 a/b a']");
        try (Shop shop = new Shop(folder, list)) {
            Progress progress = shop.run(InputManifest.NONE.digest(), 1);
            // The superuser sees into everything.
            if (progress.finished().isEmpty()) {
                assertThat(progress.failed()).containsEntry("output-too-large", task(0));
            }
            assertThat(shop.taskFolders()).isEmpty();
        }
    }

    @Test
    void a_time_limit_ends_all_that_descends() throws Exception {
        try (Shop shop = new Shop(folder, tree(", 'timeLimitMillis': 300"))) {
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsKey("time-limit-exceeded");
            awaitChildren(0);
        }
    }

    @Test
    void closing_leaves_neither_processes_nor_folders() throws Exception {
        Shop shop = new Shop(folder, tree(""));
        shop.start(InputManifest.NONE.digest(), 2);
        awaitChildren(4);
        shop.close();
        awaitChildren(0);
        assertThat(shop.taskFolders()).isEmpty();
        Execution late = shop.start(InputManifest.NONE.digest(), 2);
        assertThat(late.progress().running().isEmpty()).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void what_a_killed_node_left_running_is_ended_at_the_next_start() throws Exception {
        Path left = Files.createDirectories(
                folder.resolve("scratch").resolve("tasks").resolve("7"));
        ProcessBuilder builder = new ProcessBuilder(Programs.path("sleep").toString(), "600");
        builder.environment().put(WorkFolders.MARK, left.toRealPath().toString());
        Process orphan = builder.start();
        builder.environment().put(WorkFolders.MARK, folder + "/other/7");
        Process stranger = builder.start();
        try (Shop shop = new Shop(folder, Shop.command("cat", ""))) {
            assertThat(orphan.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(stranger.isAlive()).isTrue();
            assertThat(shop.taskFolders()).isEmpty();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void usage_is_measured_while_programs_run() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("sha256sum", ", 'arguments': ['/dev/zero']"))) {
            Execution execution = shop.start(InputManifest.NONE.digest(), 1);
            Resources used = shop.executor.usage();
            while (used.amount(Resources.CPU) == 0) {
                TimeUnit.MILLISECONDS.sleep(20);
                used = shop.executor.usage();
            }
            assertThat(used.amount(Resources.MEMORY)).isPositive();
            assertThat(used.amount("gpu")).isEqualTo(1);
            execution.stop(RangeSet.of(0, 1));
            while (!shop.executor.usage().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_the_nodes_own_failure() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("cat", ""))) {
            Path tasks = folder.resolve("scratch").resolve("tasks");
            Files.delete(tasks);
            assertThat(shop.run(InputManifest.NONE.digest(), 1).failed()).containsEntry("node-disk-failed", task(0));
            Files.createDirectories(tasks);
        }
    }

    @Test
    void what_was_settled_is_forgotten() throws Exception {
        try (Shop shop = new Shop(folder, Shop.command("cat", ", 'inputOnStdin': true"))) {
            Digest payload = shop.payload("x");
            shop.run(payload, 4);
            TaskRange all = TaskRange.of(Shop.WORK, 0, 4);
            Digest before = shop.executor.result(payload, all);
            assertThat(shop.store.has(before)).isTrue();
            shop.executor.forget(TaskRange.of(Shop.WORK, 0, 2));
            assertThat(shop.executor.result(payload, all)).isNotEqualTo(before);
            assertThat(shop.store.has(shop.executor.result(payload, TaskRange.of(Shop.WORK, 2, 4))))
                    .isTrue();
        }
    }

    @Test
    void a_class_that_is_not_on_the_list_fails_at_once() throws Exception {
        try (Shop shop = new Shop(folder, "{'classes': {}}")) {
            assertThat(shop.run(Digest.of("anything"), 5).failed())
                    .containsEntry("class-not-allowed", RangeSet.of(0, 5));
        }
    }

    @Test
    void the_workload_is_one_way_to_run_among_others() throws IOException, InterruptedException {
        try (Shop shop = new Shop(folder, "{'classes': {'words': {'workload': {}}}}")) {
            assertThat(shop.run(Digest.of("anything"), 1).finished()).isEqualTo(task(0));
            assertThat(shop.executor.lanesMax()).isEqualTo(256);
            try (Stream<Path> content = Files.walk(folder.resolve("content"))) {
                assertThat(content.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }
}
