package org.evenhand.cli.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Ran;
import org.evenhand.core.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder of files is submitted in one organisation, worked on by a program on the other's node, and what that made is
 * fetched: network and nodes are processes of their own.
 */
@DisabledOnOs(OS.WINDOWS)
class SubmittedFilesTest {
    /** Not how long anything takes, but when a broken build is called broken. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path folder = Path.of(".");

    private final List<ProcessHandle> started = new ArrayList<>();

    private String data() {
        return folder.resolve("network").toString();
    }

    @AfterEach
    void end_what_was_started() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void files_go_out_and_results_come_back() throws IOException, InterruptedException {
        Json.Obj up = Ran.command("network", "up", "--json", "--data", data(), "--orgs", "2")
                .exits(ExitCode.OK)
                .json();
        ProcessHandle.of(Ran.number(up, "pid")).ifPresent(started::add);
        Path texts = texts();
        refuseWhatMakesNoSense(texts);
        // Too small for any task, so it takes files and no work.
        node("Org1", "--memory", "1", "--exchange", "127.0.0.1:" + freePort());
        node("Org2", "--memory", "512", "--executors", list(), "--exchange", "127.0.0.1:" + freePort());
        awaitAddresses(texts);
        Json.Obj submitted = submit("--count", "3", texts.resolve("a.txt").toString())
                .exits(ExitCode.OK)
                .json();
        assertThat(Ran.number(Ran.object(submitted, "tasks"), "finished")).isEqualTo(3);
        Json.Obj folders = submit(texts.toString()).exits(ExitCode.OK).json();
        assertThat(Ran.number(folders, "count")).isEqualTo(3);
        Path results = folder.resolve("results");
        Json.Obj fetched = results(Ran.text(folders, "submission"), results)
                .exits(ExitCode.OK)
                .json();
        assertThat(Ran.number(fetched, "tasks")).isEqualTo(3);
        assertThat(content(results))
                .containsEntry("0-a.txt.stdout", "1")
                .containsEntry("1-b.txt.stdout", "3")
                .containsEntry("2-c.txt.stdout", "0")
                .hasSize(3);
        results(Ran.text(folders, "submission"), results).exits(ExitCode.USAGE);
        failWhatTheNodeDoesNotAllow();
    }

    private Path texts() throws IOException {
        Path texts = Files.createDirectories(folder.resolve("texts"));
        Files.writeString(texts.resolve("b.txt"), "one two\nthree");
        Files.writeString(texts.resolve("a.txt"), "one");
        Files.writeString(texts.resolve("c.txt"), "");
        return texts;
    }

    /** A list with {@code wc -w} for the class {@code frame}. */
    private String list() throws IOException {
        Path wc = Stream.of("/usr/bin/wc", "/bin/wc")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        return Files.writeString(
                        folder.resolve("executors.json"),
                        "{\"classes\": {\"frame\": {\"command\": {\"program\": \"" + wc
                                + "\", \"arguments\": [\"-w\"], \"inputOnStdin\": true}}}}")
                .toString();
    }

    private void refuseWhatMakesNoSense(Path texts) {
        Ran unknown = Ran.command("submit", "--data", data(), "--class", "nope").exits(ExitCode.USAGE);
        assertThat(unknown.err()).contains("found nope", "[batch, frame, index]");
        Ran tooFew = submit("--count", "2", texts.toString()).exits(ExitCode.USAGE);
        assertThat(tooFew.err()).contains("3 files");
        Ran nobody = submit(texts.toString()).exits(ExitCode.USAGE);
        assertThat(nobody.err()).contains("--exchange");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void node(String organisation, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.evenhand.cli.Main",
                "node",
                "run",
                "--data",
                data(),
                "--org",
                organisation,
                "--name",
                "node-1",
                "--cpu",
                "1000"));
        command.addAll(List.of(more));
        Path log = folder.resolve(organisation + ".log");
        started.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .toHandle());
    }

    /** Both nodes are there once the ledger has their addresses. */
    private void awaitAddresses(Path texts) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        String probe = texts.resolve("c.txt").toString();
        for (String organisation : List.of("Org1", "Org2")) {
            while (Ran.command(
                                    "submit",
                                    "--data",
                                    data(),
                                    "--org",
                                    organisation,
                                    "--class",
                                    "frame",
                                    "--via",
                                    "node-1",
                                    probe)
                            .exit()
                    != ExitCode.OK.number()) {
                assertThat(System.nanoTime())
                        .as("waiting for %s: %s", organisation, Files.readString(folder.resolve(organisation + ".log")))
                        .isLessThan(deadlineNanos);
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private Ran submit(String... more) {
        List<String> command = new ArrayList<>(
                List.of("submit", "--json", "--data", data(), "--org", "Org1", "--class", "frame", "--wait"));
        command.addAll(List.of(more));
        return Ran.command(command.toArray(String[]::new));
    }

    private Ran results(String submission, Path to) {
        return Ran.command("results", "--json", "--data", data(), "--org", "Org1", submission, "--to", to.toString());
    }

    private static Map<String, String> content(Path results) throws IOException {
        TreeMap<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(results)) {
            for (Path file : files.toList()) {
                content.put(
                        file.getFileName().toString(), Files.readString(file).strip());
            }
        }
        return content;
    }

    private void failWhatTheNodeDoesNotAllow() {
        Json.Obj failed = Ran.command(
                        "submit", "--json", "--data", data(), "--org", "Org1", "--class", "index", "--wait", "--count",
                        "2")
                .exits(ExitCode.UNFINISHED)
                .json();
        assertThat(Ran.number(Ran.object(failed, "tasks"), "failed")).isEqualTo(2);
        assertThat(Ran.list(failed, "failures")).isNotEmpty().allSatisfy(failure -> assertThat(
                        Ran.text((Json.Obj) failure, "reason"))
                .isEqualTo("class-not-allowed"));
    }
}
