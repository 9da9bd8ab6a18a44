package org.evenhand.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.audit.Auditor;
import org.evenhand.audit.decision.EvenhandAudit;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.cli.network.RunningNetwork;
import org.evenhand.cli.soak.Daemon;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network and nodes in processes of their own, which are killed while work is submitted: nothing that was
 * acknowledged is lost, nothing ends twice, what comes too late is refused, and the ledger verifies. All of that is
 * read from the block files. {@code -Devenhand.kills} says how often each is killed, {@code -Devenhand.kills.seed}
 * when.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("evenhand.kills", 1);
    private static final long SEED = Long.getLong("evenhand.kills.seed", 20_261_128L);

    /** Not how long anything takes, but when a broken build is called broken. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final int NODES = 2;
    private static final int SUSPEND_EVERY = 4;
    private static final int OPEN_MAX = 9;

    /** Long enough that some run at any time, light enough for a busy machine. */
    private static final TaskClass SLOW =
            new TaskClass(new ClassName("slow"), Resources.of(20, 1, 0, 0), 3, 1_500, true, 10);

    @TempDir
    private Path folder = Path.of(".");

    private final Random random = new Random(SEED);
    private final List<Daemon> daemons = new ArrayList<>();
    private final List<Recovery> recoveries = new ArrayList<>();

    /** What was killed, and how many milliseconds later things were well again. */
    private record Recovery(String what, long firstBlock, long firstRound, long work) {}

    @AfterEach
    void end_what_was_started() {
        daemons.forEach(Daemon::close);
    }

    private Daemon start(String name, String... arguments) throws IOException {
        List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
        Daemon daemon = Daemon.start(folder, name, options, List.of(arguments));
        daemons.add(daemon);
        return daemon;
    }

    private String data() {
        return folder.resolve("network").toString();
    }

    private static StreamId node(int number) {
        return new StreamId(new MspId("Org" + (number + 1) + "MSP"), "node-1");
    }

    @Test
    void nothing_acknowledged_is_lost_and_nothing_ends_twice() throws Exception {
        Daemon network = start("network", "network", "up", "--foreground", "--json", "--data", data());
        network.awaitReady();
        List<Daemon> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(start("node-" + i, nodeRun(i)));
        }
        Load load;
        String genesis;
        try (RunningNetwork running = RunningNetwork.in(Path.of(data()));
                EvenhandClient admin = running.admin(node(0).msp());
                EvenhandClient client = running.client(new MspId("Org3MSP"), "app");
                Observer observer = new Observer(client)) {
            genesis = running.state().genesis();
            admin.defineTaskClass(running.state().pool(), SLOW);
            load = new Load(
                    client,
                    running.state().pool(),
                    new StreamId(new MspId("Org3MSP"), "app"),
                    observer,
                    SLOW.name(),
                    OPEN_MAX);
            for (int i = 0; i < NODES; i++) {
                observer.millisUntil(0, Observer.workOf(node(i)), node(i) + " to work", PATIENCE);
            }
            killAll(network, nodes, observer);
            load.end();
            awaitEnd(load, observer);
        }
        for (Daemon node : nodes) {
            assertThat(node.stop(PATIENCE.toSeconds())).as(node.errors()).isZero();
        }
        assertThat(network.stop(PATIENCE.toSeconds())).as(network.errors()).isZero();
        judge(load, genesis);
    }

    private String[] nodeRun(int number) {
        return new String[] {
            "node", "run", "--json", "--data", data(), "--org", "Org" + (number + 1), "--name", "node-1", "--grace", "0"
        };
    }

    private void killAll(Daemon network, List<Daemon> nodes, Observer observer) throws Exception {
        for (int turn = 0; turn < KILLS; turn++) {
            Daemon victim = nodes.get(turn % nodes.size());
            StreamId id = node(turn % nodes.size());
            pause();
            killNetwork(network, observer);
            pause();
            killNode(victim, id, observer, turn);
            pause();
            killBoth(network, victim, id, observer);
            if (turn % SUSPEND_EVERY == 1) {
                pause();
                suspend(victim, id, observer);
            }
        }
    }

    /** A machine that sleeps, until the work of its node is somebody else's: what it then says comes too late. */
    private void suspend(Daemon victim, StreamId id, Observer observer) throws Exception {
        signal("STOP", victim);
        long since = System.nanoTime();
        observer.millisUntil(since, Observer.recoveredFrom(id), "the work of " + id + " to be recovered", PATIENCE);
        signal("CONT", victim);
        note("suspended", since, observer, Observer.workOf(id));
    }

    private static void signal(String name, Daemon victim) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(victim.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private void pause() throws InterruptedException {
        Thread.sleep(300 + random.nextInt(1_200));
    }

    private void killNetwork(Daemon network, Observer observer) throws Exception {
        network.kill();
        long since = System.nanoTime();
        network.restart();
        note("network", since, observer, Observer.round());
    }

    /** Every other time the node stays away until its work has been placed again. */
    private void killNode(Daemon victim, StreamId id, Observer observer, int turn) throws Exception {
        victim.kill();
        long since = System.nanoTime();
        boolean staysAway = turn % 2 == 1;
        if (staysAway) {
            observer.millisUntil(since, Observer.recoveredFrom(id), "the work of " + id + " to be recovered", PATIENCE);
        }
        victim.restart();
        note(staysAway ? "node, away" : "node", since, observer, Observer.workOf(id));
        if (staysAway) {
            observer.millisUntil(System.nanoTime(), Observer.workOf(id), id + " to work again", PATIENCE);
        }
    }

    private void killBoth(Daemon network, Daemon victim, StreamId id, Observer observer) throws Exception {
        victim.kill();
        network.kill();
        long since = System.nanoTime();
        network.restart();
        network.awaitReady();
        victim.restart();
        note("both", since, observer, Observer.workOf(id));
    }

    private void note(String what, long since, Observer observer, Predicate<LedgerEvent> work)
            throws InterruptedException {
        long firstBlock = observer.millisUntil(since, Observer.anything(), "a block", PATIENCE);
        long firstRound = observer.millisUntil(since, Observer.round(), "a round", PATIENCE);
        long worked = observer.millisUntil(since, work, "work to go on", PATIENCE);
        recoveries.add(new Recovery(what, firstBlock, firstRound, worked));
    }

    private static void awaitEnd(Load load, Observer observer) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (observer.ended() < load.tasks()) {
            assertThat(System.nanoTime())
                    .as("%d of %d tasks ended", observer.ended(), load.tasks())
                    .isLessThan(deadlineNanos);
            Thread.sleep(100);
        }
    }

    private void judge(Load load, String genesis) throws Exception {
        Path ledger = folder.resolve("network").resolve("ledger");
        AuditOptions options = AuditOptions.standard()
                .withChaincode("evenhand")
                .withGenesisHash(ByteString.copyFrom(HexFormat.of().parseHex(genesis)));
        AuditReport report = EvenhandAudit.verify(BlockSources.in(ledger), options, AuditProgress.NONE);
        LedgerAccount account = new LedgerAccount();
        Auditor.verify(BlockSources.in(ledger), options, AuditProgress.NONE, account);
        print(load, report, account);
        assertThat(report.verdict()).as("%s", report.findings()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(account.wrong()).isEmpty();
        assertThat(account.open()).isEmpty();
        assertThat(load.acknowledged()).isNotEmpty().allSatisfy((submission, tasks) -> assertThat(
                        account.tasksOf(submission))
                .as("%s", submission)
                .isEqualTo(tasks));
    }

    private void print(Load load, AuditReport report, LedgerAccount account) {
        System.out.println("killed " + KILLS + " times each; acknowledged "
                + load.acknowledged().size() + " submissions of " + load.tasks() + " tasks, not answered "
                + load.unanswered() + "; " + report.blocks() + " blocks, " + report.roundsReplayed() + " rounds, "
                + report.verdict() + "; tasks by fact " + account.counts());
        recoveries.stream().map(Recovery::what).distinct().forEach(what -> {
            System.out.println("killed " + what + ": milliseconds to the first block, the first round, the work");
            recoveries.stream()
                    .filter(recovery -> recovery.what().equals(what))
                    .forEach(recovery -> System.out.println(
                            "  " + recovery.firstBlock() + " " + recovery.firstRound() + " " + recovery.work()));
        });
    }
}
