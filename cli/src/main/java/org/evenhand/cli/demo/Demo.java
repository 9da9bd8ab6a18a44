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
import java.util.function.LongSupplier;
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

    /** Tasks that may be open, as a multiple of the nodes: a machine that is too slow for more gets no more. */
    private static final int OPEN_PER_NODE_MAX = 5;

    /** A pool in which for so long nothing happens that is waited for is given up. */
    private static final Duration STANDSTILL_MAX = Duration.ofSeconds(60);

    private final DemoOptions options;
    private final Consumer<String> progress;
    private final Tally tally = new Tally();
    private final Random random;

    Demo(DemoOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        this.random = new Random(options.seed());
    }

    DemoResult run() throws IOException, EvenhandException, EvidenceException, InterruptedException, LedgerException {
        Path ledger;
        AuditOptions auditing;
        long submitted;
        try (LocalNetwork network = LocalNetwork.start(options.folder(), LocalNetwork.names(options.organisations()))) {
            ledger = network.ledgerFolder();
            auditing = network.auditOptions();
            progress.accept(network.introduction());
            Foundation.found(network, DemoPool.ID, DemoPool.policy(network.organisations()), DemoPool.CLASSES);
            submitted = play(network);
        }
        progress.accept("auditing the ledger");
        AuditReport audit = EvenhandAudit.verify(BlockSources.in(ledger), auditing, AuditProgress.NONE);
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
            await(() -> tally.nodes().size() >= options.nodes(), () -> tally.nodes()
                    .size());
            Applications applications = new Applications(streams, random);
            perform(story(new Pool(fleet, plans, applications), plans), applications);
            progress.accept("no more work is submitted; what is open ends");
            await(() -> tally.queued() >= applications.submitted() && tally.open() == 0, tally::ended);
            return applications.submitted();
        } finally {
            streams.forEach(StreamWriter::close);
            clients.forEach(EvenhandClient::close);
        }
    }

    /** Who suffers: the largest node gets the load, the next one dies, the last one joins. */
    private List<Chapter> story(Stage stage, List<Plan> plans) {
        List<Plan> largestFirst = new ArrayList<>(plans.subList(0, options.nodes()));
        largestFirst.sort(
                Comparator.comparingLong((Plan plan) -> plan.capacity().amount(Resources.CPU))
                        .reversed());
        Plan driven = largestFirst.get(0);
        LongTasks work = new LongTasks(stage, tally);
        return List.of(
                new Overload(driven.id(), driven.capacity().amount(Resources.CPU), stage, tally, work),
                new Loss(largestFirst.get(1).id(), stage, tally, work),
                new Arrival(plans.get(options.nodes()).id(), stage, tally));
    }

    /** Submits until the time is over and every chapter is; a chapter begins once those before it are told. */
    private void perform(List<Chapter> chapters, Applications applications) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        double passed = 0;
        while (passed < 1 || !chapters.stream().allMatch(Chapter::isOver)) {
            boolean maySpeak = true;
            for (Chapter chapter : chapters) {
                if (maySpeak) {
                    chapter.look(passed);
                }
                maySpeak &= chapter.isTold();
            }
            boolean full = tally.open() >= (long) OPEN_PER_NODE_MAX * options.nodes();
            if (!full && chapters.stream().noneMatch(Chapter::needsRoom)) {
                applications.submit();
            }
            Thread.sleep(PAUSE.toMillis());
            passed = (double) (System.nanoTime() - startNanos)
                    / options.duration().toNanos();
        }
    }

    /** Waits for something for as long as there is some advance. */
    private static void await(BooleanSupplier condition, LongSupplier advance) throws InterruptedException {
        long seen = advance.getAsLong();
        long seenNanos = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - seenNanos < STANDSTILL_MAX.toNanos()) {
            Thread.sleep(PAUSE.toMillis());
            if (advance.getAsLong() != seen) {
                seen = advance.getAsLong();
                seenNanos = System.nanoTime();
            }
        }
    }

    /** The stage of the chapters: real nodes and applications. */
    private final class Pool implements Stage {
        private final NodeFleet fleet;
        private final List<Plan> plans;
        private final Applications applications;

        Pool(NodeFleet fleet, List<Plan> plans, Applications applications) {
            this.fleet = fleet;
            this.plans = plans;
            this.applications = applications;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void say(String line) {
            progress.accept(line);
        }

        @Override
        public void submitLongTasks() {
            applications.submitTrains(options.nodes());
        }

        @Override
        public void load(StreamId node, long millicores) {
            fleet.load(node, millicores == 0 ? Resources.NONE : Resources.of(millicores, 0, 0, 0));
        }

        @Override
        public void kill(StreamId node) {
            fleet.kill(node);
        }

        @Override
        public void startNewcomer() throws IOException {
            Plan plan = plans.get(options.nodes());
            fleet.start(plan.id(), plan.capacity());
        }
    }
}
