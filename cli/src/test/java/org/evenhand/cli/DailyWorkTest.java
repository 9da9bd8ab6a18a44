package org.evenhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.evenhand.cli.network.SharedNetwork;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.NodeConfig;
import org.evenhand.node.NodePace;
import org.evenhand.node.StandaloneNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with a pool that runs, over one embedded network with a node that lets time pass. */
class DailyWorkTest {
    /** Not how long anything takes, but when a broken build is called broken. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final MspId ORG1 = new MspId("Org1MSP");

    @TempDir
    private static Path folder = Path.of(".");

    private static Optional<SharedNetwork> network = Optional.empty();
    private static Optional<StandaloneNode> worker = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        Main.quieten();
        network = Optional.of(SharedNetwork.start(folder.resolve("network")));
        worker = Optional.of(node("worker"));
        await("the node to join", () -> run("node", "list").out().contains("Org1MSP.worker"));
    }

    @AfterAll
    static void stop() {
        worker.ifPresent(StandaloneNode::close);
        network.ifPresent(SharedNetwork::close);
    }

    private static SharedNetwork network() {
        return network.orElseThrow();
    }

    private static StandaloneNode node(String name) throws Exception {
        network().network().client(ORG1, name).close();
        return StandaloneNode.start(new NodeConfig(
                SharedNetwork.POOL,
                new StreamId(ORG1, name),
                new NodeConfig.Access(
                        "evenhand",
                        "evenhand",
                        network().network().connectionProfile(ORG1),
                        Optional.empty(),
                        network().network().mspFolder(ORG1, name)),
                Resources.of(1_000, 1_024, 0, 1_000),
                folder.resolve("network").resolve("nodes").resolve("Org1MSP." + name),
                NodeConfig.Accounting.PROCESS_SHARE,
                NodeConfig.Execution.TIME_PASSING,
                NodePace.DEFAULT,
                NodeConfig.Work.NONE));
    }

    /** Runs a command on the network. */
    private static Ran run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = network().data();
        return Ran.command(all);
    }

    private static Json.Obj json(String... arguments) {
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--json";
        return run(all).exits(ExitCode.OK).json();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadlineNanos);
            Thread.sleep(200);
        }
    }

    private static String submitted(String taskClass, int count) {
        return Ran.text(json("submit", "--class", taskClass, "--count", Integer.toString(count)), "submission");
    }

    @Test
    void a_pool_comes_into_being_when_all_its_members_have_approved_and_changes_when_most_have() {
        Json.Obj created = json("pool", "create", "--pool", "edge", "--members", "Org1,Org2MSP", "--set", "high=9000");
        assertThat(created.fields()).containsEntry("inForce", new Json.Bool(false));
        String digest = Ran.text(created, "digest");
        assertThat(run("pool", "policy", "--pool", "edge").exits(ExitCode.OK).out())
                .contains("no policy in force yet", "digest " + digest, "Org1MSP");

        Json.Obj approved =
                json("pool", "approve", "--pool", "edge", "--org", "Org2", "--number", "1", "--digest", digest);
        assertThat(approved.fields()).containsEntry("inForce", new Json.Bool(true));
        Json.Obj policy = Ran.object(json("pool", "policy", "--pool", "edge"), "policy");
        assertThat(Ran.number(policy, "high")).isEqualTo(9_000);
        assertThat(Ran.list(policy, "members")).containsExactly(Json.of("Org1MSP"), Json.of("Org2MSP"));

        assertThat(run("pool", "approve", "--pool", "edge")
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("expected --number to name one of the open proposals", "open are []");

        json("pool", "policy", "--pool", "edge", "--set", "target=6500", "--countable", "gpu");
        Ran shown = run("pool", "policy", "--pool", "edge").exits(ExitCode.OK);
        assertThat(shown.out()).containsPattern("target +7000 +6500").containsPattern("countables +- +gpu");
        run("pool", "approve", "--pool", "edge", "--org", "Org2", "--number", "2")
                .exits(ExitCode.OK);
        assertThat(run("pool", "policy", "--pool", "edge").exits(ExitCode.OK).out())
                .contains("policy 2 of pool edge is in force", "nothing is proposed")
                .containsPattern("target +6500");
    }

    @Test
    void classes_are_defined_by_options_or_by_a_file_and_listed() throws IOException {
        run("class", "define", "render", "--cpu", "500", "--memory", "64", "--priority", "4", "--movable")
                .exits(ExitCode.OK);
        Path file = folder.resolve("classes.json");
        Files.writeString(file, """
                [{"name": "encode", "demand": {"cpu": 100}, "expectedMillis": 5000},
                 {"name": "probe", "demand": {"network": 10}, "expectedMillis": 5}]
                """);
        run("class", "define", "--file", file.toString()).exits(ExitCode.OK);
        assertThat(run("class", "list").exits(ExitCode.OK).out())
                .containsPattern("render +4 +1000 ms +3 +yes +500 millicores, 64 MiB")
                .contains("encode", "probe", "frame");
        assertThat(Ran.list(json("class", "list"), "classes")).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void work_is_followed_changed_and_cancelled() throws Exception {
        // One task takes all of the node, and nothing ever ends.
        run("class", "define", "forever", "--cpu", "700", "--expected-millis", "3600000")
                .exits(ExitCode.OK);
        String submission = submitted("forever", 20);
        await("the rounds to take it", () -> Ran.number(json("status"), "waitingTasks") >= 15);
        assertThat(run("status").exits(ExitCode.OK).out()).contains("tasks wait:", "at priority 0");

        Json.Obj changed = json("reprioritise", "--priority", "7", submission + "#10-19");
        assertThat(Ran.number(changed, "open")).isEqualTo(10);
        await("the priority to change", () -> run("status").out().contains("10 at priority 7"));
        assertThat(run("task", submission + "#12").exits(ExitCode.OK).out())
                .contains("waits for a node", "queued: class forever, priority 0", "given priority 7");

        assertThat(run("cancel", submission).exits(ExitCode.OK).out()).contains("asked to cancel 20 tasks");
        await("the tasks to be cancelled", () -> Ran.number(json("status"), "waitingTasks") == 0);
        Json.Obj task = json("task", submission + "#12");
        assertThat(Ran.text(task, "state")).isEqualTo("cancelled");
        assertThat(task.fields()).containsEntry("ended", new Json.Bool(true));
        Ran again = run("cancel", submission + "#12").exits(ExitCode.USAGE);
        assertThat(again.err()).contains("expected tasks that have not ended, found none in");
    }

    @Test
    void a_task_tells_its_way_to_the_end_and_rounds_tell_theirs() throws Exception {
        String submission = submitted("frame", 3);
        await("the task to finish", () -> run("task", submission + "#2").out().contains(": finished"));
        Json.Obj task = json("task", submission + "#2");
        List<String> kinds = Ran.list(task, "history").stream()
                .map(step -> Ran.text(Ran.object((Json.Obj) step, "fact"), "fact"))
                .toList();
        assertThat(kinds).startsWith("queued").contains("placed").endsWith("finished");
        long round = Ran.number((Json.Obj) Ran.list(task, "history").get(0), "round");
        assertThat(run("round", Long.toString(round)).exits(ExitCode.OK).out())
                .contains("round " + round + " of pool main", submission + "[0,3) queued: class frame, priority 3");
        assertThat(Ran.number(json("round"), "round")).isGreaterThan(round);
        Ran missing = run("task", submission + "#3").exits(ExitCode.USAGE);
        assertThat(missing.err())
                .contains("expected a task of " + submission + ", found index 3: there is no such submission, or");
    }

    @Test
    void a_node_that_runs_is_drained_and_activated_beside_its_own_entries() throws Exception {
        try (StandaloneNode other = node("other")) {
            await("the node to join", () -> run("node", "list").out().contains("Org1MSP.other"));
            assertThat(run("node", "drain", "other").exits(ExitCode.OK).out()).contains("asked to drain Org1MSP.other");
            await("the drain", () -> Ran.text(json("node", "show", "other"), "wanted")
                    .equals("draining"));
            run("node", "activate", "Org1MSP.other").exits(ExitCode.OK);
            await("its return", () -> Ran.text(json("node", "show", "other"), "wanted")
                    .equals("active"));
            long entries = Ran.number(json("node", "show", "other"), "entries");
            await("its reports to go on", () -> Ran.number(json("node", "show", "other"), "entries") > entries + 1);
            assertThat(other.node().ended()).isNotDone();
            run("node", "retire", "other").exits(ExitCode.OK);
        }
    }

    @Test
    void a_node_is_registered_shown_and_given_another_key_by_its_owner_or_its_admin() throws Exception {
        run("node", "register", "--cpu", "250", "Org2MSP.quiet").exits(ExitCode.OK);
        await("a round to take it", () -> run("node", "list").out().contains("Org2MSP.quiet"));
        Json.Obj before = json("node", "show", "Org2MSP.quiet");
        assertThat(Ran.number(Ran.object(before, "capacity"), "cpu")).isEqualTo(250);
        assertThat(Ran.text(before, "key"))
                .isEqualTo(Ran.text(json("identity", "show", "--org", "Org2", "--as", "quiet"), "key"));

        Json.Obj rotated = json("node", "rotate-key", "Org2MSP.quiet");
        assertThat(Ran.text(rotated, "key")).isNotEqualTo(Ran.text(before, "key"));
        assertThat(Ran.text(json("node", "show", "Org2MSP.quiet"), "key")).isEqualTo(Ran.text(rotated, "key"));
        run("node", "drain", "Org2MSP.quiet").exits(ExitCode.OK);

        Json.Obj byAdmin = json("node", "rotate-key", "--by-admin", "Org2MSP.quiet");
        assertThat(Ran.text(byAdmin, "key")).isNotEqualTo(Ran.text(rotated, "key"));
        run("node", "retire", "Org2MSP.quiet").exits(ExitCode.OK);
    }

    @Test
    void an_identity_is_made_once_and_shown() {
        Json.Obj made = json("identity", "create", "--org", "Org2", "desk");
        assertThat(Ran.text(made, "msp")).isEqualTo("Org2MSP");
        assertThat(Ran.text(made, "subject")).contains("desk");
        assertThat(Ran.text(json("identity", "show", "--org", "Org2", "--as", "desk"), "key"))
                .isEqualTo(Ran.text(made, "key"));
        assertThat(run("identity", "create", "--org", "Org2", "desk")
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("expected a new name, found desk");
    }

    @Test
    void a_profile_and_an_identity_reach_the_same_pool_as_the_folder() {
        Json.Obj there = Ran.command(
                        "status",
                        "--json",
                        "--profile",
                        network().network().connectionProfile(ORG1).toString(),
                        "--identity",
                        network().network().mspFolder(ORG1, "Admin").toString(),
                        "--msp",
                        "Org1MSP",
                        "--pool",
                        "main")
                .exits(ExitCode.OK)
                .json();
        assertThat(Ran.text(there, "pool")).isEqualTo("main");
        assertThat(Ran.list(there, "nodes")).isNotEmpty();
    }

    @Test
    void a_pool_is_watched_and_drawn_once_where_there_is_no_terminal() {
        assertThat(run("watch", "--once").exits(ExitCode.OK).out())
                .contains("pool main   round ", "Org1MSP.worker", "[", "cpu in use");
    }

    @Test
    void a_node_that_runs_is_not_started_again() {
        Ran second = run("node", "run", "--name", "worker").exits(ExitCode.USAGE);
        assertThat(second.err())
                .startsWith("evenhand: expected a node that does not run yet, found Org1MSP.worker")
                .doesNotContain("stacktrace");
    }

    @Test
    void a_refusal_of_the_contract_is_told_with_its_code_and_no_advice_for_developers() {
        Ran refused = run("class", "define", "frame", "--cpu", "1").exits(ExitCode.INTERNAL);
        assertThat(refused.err())
                .isEqualToIgnoringNewLines("evenhand: class-exists: expected a new name, found class frame: a class is"
                        + " never changed");
    }

    @Test
    void completion_knows_every_command() {
        assertThat(Ran.command("completion").exits(ExitCode.OK).out())
                .contains("rotate-key", "reprioritise", "--by-admin")
                .startsWith("#!/usr/bin/env bash");
    }
}
