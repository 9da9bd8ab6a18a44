package org.evenhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.evenhand.core.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk through "Your own network" of README.md, command by command: network and node are processes of their own.
 */
class OwnNetworkTest {
    /** Not how long anything takes, but when a broken build is called broken. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final int TASKS = 10;

    @TempDir
    private Path folder = Path.of(".");

    private final List<ProcessHandle> started = new ArrayList<>();

    private String data() {
        return folder.resolve("my-network").toString();
    }

    private String ledger() {
        return folder.resolve("my-network").resolve("ledger").toString();
    }

    @AfterEach
    void end_what_was_started() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void the_walk_of_the_readme() throws IOException, InterruptedException {
        long pid = up();
        Ran.command("network", "up", "--data", data()).exits(ExitCode.USAGE);
        Process node = node();
        submit_what_makes_no_sense();
        Json.Obj submitted = Ran.command(
                        "submit", "--json", "--data", data(), "--class", "frame", "--count", Integer.toString(TASKS))
                .exits(ExitCode.OK)
                .json();
        assertThat(Ran.number(submitted, "count")).isEqualTo(TASKS);
        String submission = Ran.text(submitted, "submission");
        assertThat(submission).startsWith("Org1MSP.client/");
        await("all tasks to be finished", () -> finished() == TASKS);
        look_at_the_network(pid);
        node.destroy();
        assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String lastWords = Files.readString(folder.resolve("node.err"));
        assertThat(node.exitValue()).as(lastWords).isZero();
        assertThat(lastWords).contains("Org1MSP.node-1 has stopped and has handed over all its work");
        down(pid);
        audit(submission);
        long again = up();
        assertThat(finished()).as("what the ledger knows after a restart").isEqualTo(TASKS);
        auditOverTheNetwork();
        down(again);
    }

    private long up() throws IOException {
        Ran ran = Ran.command("network", "up", "--json", "--data", data());
        if (ran.exit() != ExitCode.OK.number()) {
            ran = new Ran(
                    ran.exit(),
                    ran.out(),
                    ran.err() + Files.readString(folder.resolve("my-network").resolve("network.log")));
        }
        Json.Obj up = ran.exits(ExitCode.OK).json();
        long pid = Ran.number(up, "pid");
        ProcessHandle.of(pid).ifPresent(started::add);
        assertThat(started).isNotEmpty();
        assertThat(Ran.text(up, "pool")).isEqualTo("main");
        assertThat(Ran.text(up, "ledger")).isEqualTo(ledger());
        return pid;
    }

    private Process node() throws IOException, InterruptedException {
        Path out = folder.resolve("node.out");
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.evenhand.cli.Main",
                        "node",
                        "run",
                        "--json",
                        "--data",
                        data(),
                        "--org",
                        "Org1",
                        "--name",
                        "node-1",
                        "--cpu",
                        "1000",
                        "--memory",
                        "1024")
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("node.err").toFile())
                .start();
        started.add(node.toHandle());
        await("the node to start", () -> out.toFile().length() > 0 || !node.isAlive());
        assertThat(Files.readString(out))
                .as(Files.readString(folder.resolve("node.err")))
                .isEqualToIgnoringNewLines("{\"node\":\"Org1MSP.node-1\"}");
        return node;
    }

    private void submit_what_makes_no_sense() {
        Ran unknown = Ran.command("submit", "--data", data(), "--class", "no-such-class")
                .exits(ExitCode.USAGE);
        assertThat(unknown.err())
                .isEqualToIgnoringNewLines(
                        "evenhand: expected --class to name a class of pool main, found no-such-class;"
                                + " there are [batch, frame, index]");
        Ran nobody = Ran.command("submit", "--data", data(), "--class", "frame", "--org", "Org9")
                .exits(ExitCode.USAGE);
        assertThat(nobody.err()).contains("expected one of the organisations [Org1, Org2, Org3], found Org9");
        Ran nameless = Ran.command("submit", "--data", data(), "--class", "frame", "--name", "a b")
                .exits(ExitCode.USAGE);
        assertThat(nameless.err()).contains("expected the name of a node or stream to be");
    }

    private Json.Obj status() {
        return Ran.command("status", "--json", "--data", data())
                .exits(ExitCode.OK)
                .json();
    }

    private long finished() {
        return Ran.list(status(), "nodes").stream()
                .mapToLong(node -> Ran.number((Json.Obj) node, "finished"))
                .sum();
    }

    private void look_at_the_network(long pid) {
        Json.Obj status = status();
        assertThat(Ran.number(status, "round")).isPositive();
        assertThat(Ran.list(status, "nodes"))
                .singleElement()
                .satisfies(node -> assertThat(Ran.text((Json.Obj) node, "node")).isEqualTo("Org1MSP.node-1"));
        assertThat(Ran.command("status", "--data", data()).exits(ExitCode.OK).out())
                .contains("pool main, round ", "Org1MSP.node-1");
        Json.Obj network = Ran.command("network", "status", "--json", "--data", data())
                .exits(ExitCode.OK)
                .json();
        assertThat(Ran.number(network, "pid")).isEqualTo(pid);
        assertThat(Ran.object(network, "blocks").fields()).containsOnlyKeys("Org1MSP", "Org2MSP", "Org3MSP");
    }

    private void down(long pid) {
        Json.Obj down = Ran.command("network", "down", "--json", "--data", data())
                .exits(ExitCode.OK)
                .json();
        assertThat(Ran.number(down, "stopped")).isEqualTo(pid);
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        Ran.command("network", "status", "--data", data()).exits(ExitCode.USAGE);
    }

    private void audit(String submission) {
        Json.Obj audit = Ran.command("audit", "verify", "--json", "--ledger", ledger())
                .exits(ExitCode.OK)
                .json();
        assertThat(Ran.text(audit, "verdict")).isEqualTo("verified");
        assertThat(Ran.number(audit, "roundsReplayed")).isPositive();
        Ran told = Ran.command("audit", "explain", "--ledger", ledger(), submission + "#" + (TASKS - 1))
                .exits(ExitCode.OK);
        assertThat(told.out()).contains("Org1MSP.node-1", "ledger verified");
        Ran.command("audit", "explain", "--ledger", ledger(), submission + "#" + TASKS)
                .exits(ExitCode.USAGE);
        Ran.command("audit", "verify", "--ledger", ledger(), "--head", "00".repeat(32))
                .exits(ExitCode.INCOMPLETE);
    }

    private void auditOverTheNetwork() throws IOException {
        Path profile = Path.of(data(), "connection-org2.json");
        try (Stream<Path> all = Files.walk(Path.of(data(), "crypto"))) {
            Path admin = all.filter(path -> path.endsWith("msp"))
                    .filter(path -> path.toString().contains("Admin@org2"))
                    .findFirst()
                    .orElseThrow();
            Json.Obj audit = Ran.command(
                            "audit",
                            "verify",
                            "--json",
                            "--profile",
                            profile.toString(),
                            "--identity",
                            admin.toString())
                    .exits(ExitCode.OK)
                    .json();
            assertThat(Ran.text(audit, "verdict")).isEqualTo("verified");
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadlineNanos);
            Thread.sleep(200);
        }
    }
}
