package org.evenhand.evaluation.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StreamId;
import org.evenhand.evaluation.load.Foundation;
import org.evenhand.evaluation.load.LoadTarget;
import org.evenhand.evaluation.load.NodeFleet;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.ledger.LedgerException;

/**
 * Replays tasks: founds a pool, starts its nodes, submits every task when it arrived, waits until all have ended, and
 * tells what came of it.
 */
public final class Replay {
    private static final long LOOK_AGAIN_MILLIS = 10;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(20);

    /** A pool in which for so much longer than the longest task nothing ends is given up. */
    private static final Duration STANDSTILL_MAX = Duration.ofSeconds(90);

    private final LoadTarget network;
    private final ReplayPlan plan;
    private final Consumer<String> progress;
    private final ReplayBook book;
    private final Policy policy;

    /**
     * A replay that has not begun.
     *
     * @param plan names the network's organisations
     * @param progress told what goes on, in lines
     */
    public Replay(LoadTarget network, ReplayPlan plan, Consumer<String> progress) {
        this.network = network;
        this.plan = plan;
        this.progress = progress;
        this.book = new ReplayBook(plan);
        this.policy = ReplayPool.policy(plan.organisations());
    }

    /**
     * Replays. Ends when every task has, or when for long nothing has happened: then some are lost.
     *
     * @throws IllegalStateException if a node could not go on, or something was refused that a replay never asks for
     */
    public ReplayResult run() throws IOException, EvenhandException, InterruptedException, LedgerException {
        Foundation.found(network, ReplayPool.ID, policy, plan.grid().classes());
        List<ReplayApplication> applications = new ArrayList<>();
        try (NodeFleet fleet = NodeFleet.replaying(network, ReplayPool.ID, this::durations, book::add)) {
            for (ReplayPlan.Node node : plan.nodes()) {
                fleet.start(node.id(), node.capacity());
            }
            await(fleet, book::nodesJoined, plan.nodes().size());
            progress.accept(book.nodesJoined() + " nodes have joined");
            for (MspId msp : plan.organisations()) {
                StreamId id = new StreamId(msp, "application");
                applications.add(new ReplayApplication(network, id, plan, book, ReplayPool.queueShare(policy)));
            }
            long beginMillis = System.currentTimeMillis();
            drive(fleet, applications);
            return result(fleet, applications, beginMillis);
        } finally {
            applications.forEach(ReplayApplication::close);
        }
    }

    /** The durations of what a node starts; a task that nobody knows must not have come so far. */
    private ToLongFunction<Assignment> durations(StreamId node) {
        return assignment -> plan.realMillis(book.start(assignment.payload(), node, System.currentTimeMillis()));
    }

    private void await(NodeFleet fleet, LongSupplier reached, long wanted) throws InterruptedException {
        Patience patience = new Patience(STANDSTILL_MAX);
        while (reached.getAsLong() < wanted) {
            check(fleet);
            if (patience.isOver(reached.getAsLong())) {
                throw new IllegalStateException("expected " + wanted + " nodes to join, found " + reached.getAsLong());
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Submits what is due and waits for the ends, until there is nothing more or nothing happens any more. */
    private void drive(NodeFleet fleet, List<ReplayApplication> applications) throws InterruptedException {
        long startNanos = System.nanoTime();
        // Nothing need end between the last arrival and the longest task's end.
        Patience patience =
                new Patience(STANDSTILL_MAX.plusMillis(plan.longestMillis()).plusMillis(plan.arrivalsMillis()));
        long tasks = plan.tasks().size();
        long spokenMillis = 0;
        while (book.ended() < tasks && !patience.isOver(book.ended())) {
            check(fleet);
            long nowMillis = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
            boolean any = false;
            for (ReplayApplication application : applications) {
                any |= application.proceed(nowMillis);
            }
            if (nowMillis - spokenMillis >= BETWEEN_LINES.toMillis()) {
                spokenMillis = nowMillis;
                progress.accept(book.queued() + " of " + tasks + " tasks submitted, " + book.ended() + " ended, "
                        + book.rounds() + " rounds");
            }
            if (!any) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }

    private static void check(NodeFleet fleet) {
        Optional<Throwable> failure = fleet.failure();
        if (failure.isPresent()) {
            throw new IllegalStateException(
                    "a node could not go on: " + failure.get().getMessage(), failure.get());
        }
    }

    private ReplayResult result(NodeFleet fleet, List<ReplayApplication> applications, long beginMillis) {
        long invalid = fleet.invalidTransactions()
                + applications.stream()
                        .mapToLong(application -> application.counters().invalid())
                        .sum();
        return new ReplaySummary(plan, book, beginMillis)
                .of(
                        applications.stream()
                                .mapToLong(ReplayApplication::heldBack)
                                .sum(),
                        applications.stream()
                                .mapToLong(ReplayApplication::rejected)
                                .sum(),
                        new ReplayResult.LedgerUse(invalid, fleet.lostRaces(), book.rejectionsLeft()));
    }

    /** Waits for something for as long as there is some advance. */
    private static final class Patience {
        private final long nanosMax;
        private long seen;
        private long seenNanos = System.nanoTime();

        Patience(Duration max) {
            nanosMax = max.toNanos();
        }

        boolean isOver(long advance) {
            if (advance != seen) {
                seen = advance;
                seenNanos = System.nanoTime();
            }
            return System.nanoTime() - seenNanos > nanosMax;
        }
    }
}
