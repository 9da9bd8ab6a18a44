package org.evenhand.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.decision.EvenhandAudit;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.demo.DemoPool.Plan;
import org.evenhand.cli.network.LocalNetwork;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.evaluation.load.Foundation;
import org.evenhand.evaluation.load.NodeFleet;
import org.evenhand.node.ledger.LedgerException;

/**
 * A pool under stress: nodes run real tasks; one is driven over its threshold by load that is not the pool's; one is
 * killed; one joins. Then everything ends, and the ledger is audited.
 */
final class Demo {
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration DRAIN_MAX = Duration.ofSeconds(25);
    private static final double TRAINS_AT = 0.24;
    private static final double SURGE_AT = 0.28;
    private static final double SURGE_ENDS_AT = 0.6;
    private static final double KILL_AT = 0.45;
    private static final double JOIN_AT = 0.6;

    /** The load that is not ours, as a share of the node's processor, in basis points. */
    private static final long SURGE_BASIS_POINTS = 9_000;

    private final DemoOptions options;
    private final Consumer<String> progress;
    private final Tally tally = new Tally();
    private final Random random;
    private final List<Step> script = new ArrayList<>();

    /** Something that happens once, when so much of the story has passed. */
    private record Step(double at, Action action) {}

    private interface Action {
        void run() throws IOException;
    }

    Demo(DemoOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        this.random = new Random(options.seed());
    }

    DemoResult run() throws IOException, EvenhandException, EvidenceException, InterruptedException, LedgerException {
        Path ledger;
        long submitted;
        try (LocalNetwork network = LocalNetwork.start(options.folder(), LocalNetwork.names(options.organisations()))) {
            ledger = network.ledgerFolder();
            progress.accept(options.organisations() + " organisations are up; founding the pool");
            Foundation.found(network, DemoPool.ID, DemoPool.policy(network.organisations()), DemoPool.CLASSES);
            submitted = play(network);
        }
        progress.accept("auditing the ledger");
        AuditReport audit = EvenhandAudit.verify(
                BlockSources.in(ledger),
                AuditOptions.standard().withChaincode(LocalNetwork.CHAINCODE),
                AuditProgress.NONE);
        return new DemoResult(tally, submitted, audit, ledger);
    }

    private long play(LocalNetwork network)
            throws IOException, EvenhandException, InterruptedException, LedgerException {
        List<Plan> plans = DemoPool.nodes(options.nodes() + 1, network.organisations(), random);
        List<EvenhandClient> clients = new ArrayList<>();
        List<StreamWriter> streams = new ArrayList<>();
        try (NodeFleet fleet =
                NodeFleet.working(network, DemoPool.ID, options.folder().resolve("scratch"), tally::add)) {
            for (MspId msp : network.organisations()) {
                StreamId id = new StreamId(msp, "app");
                EvenhandClient client = network.client(msp, id.name());
                clients.add(client);
                streams.add(StreamWriter.open(client, DemoPool.ID, id));
            }
            progress.accept(options.nodes() + " nodes join and ramp up");
            for (Plan plan : plans.subList(0, options.nodes())) {
                fleet.start(plan.id(), plan.capacity());
            }
            await(() -> tally.nodes().size() >= options.nodes(), DRAIN_MAX);
            Applications applications = new Applications(streams, random);
            write(fleet, plans, applications);
            perform(applications);
            progress.accept("no more work is submitted; what is open ends");
            await(() -> tally.queued() >= applications.submitted() && tally.open() == 0, DRAIN_MAX);
            return applications.submitted();
        } finally {
            streams.forEach(StreamWriter::close);
            clients.forEach(EvenhandClient::close);
        }
    }

    /** Who suffers: the largest node of the first organisations gets the load, the next one dies, the last one joins. */
    private void write(NodeFleet fleet, List<Plan> plans, Applications applications) {
        List<Plan> largestFirst = new ArrayList<>(plans.subList(0, options.nodes()));
        largestFirst.sort(
                Comparator.comparingLong((Plan plan) -> plan.capacity().amount(Resources.CPU))
                        .reversed());
        Plan driven = largestFirst.get(0);
        Plan killed = largestFirst.get(1);
        Plan joining = plans.get(options.nodes());
        long load = driven.capacity().amount(Resources.CPU) * SURGE_BASIS_POINTS / 10_000;
        script.add(new Step(TRAINS_AT, () -> {
            progress.accept("a batch of long tasks comes in");
            applications.submitTrains(options.nodes());
        }));
        script.add(new Step(SURGE_AT, () -> {
            progress.accept("other programs take " + load + " millicores of " + driven.id());
            fleet.load(driven.id(), Resources.of(load, 0, 0, 0));
        }));
        script.add(new Step(KILL_AT, () -> {
            progress.accept(killed.id() + " is killed");
            fleet.kill(killed.id());
        }));
        script.add(new Step(SURGE_ENDS_AT, () -> {
            progress.accept(driven.id() + " has its processor back");
            fleet.load(driven.id(), Resources.NONE);
        }));
        script.add(new Step(JOIN_AT, () -> {
            progress.accept(joining.id() + " joins");
            fleet.start(joining.id(), joining.capacity());
        }));
    }

    private void perform(Applications applications) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        double passed = 0;
        while (passed < 1) {
            for (Step step : List.copyOf(script)) {
                if (passed >= step.at()) {
                    script.remove(step);
                    step.action().run();
                }
            }
            applications.submit();
            Thread.sleep(PAUSE.toMillis());
            passed = (double) (System.nanoTime() - startNanos)
                    / options.duration().toNanos();
        }
    }

    private static void await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadlineNanos) {
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
