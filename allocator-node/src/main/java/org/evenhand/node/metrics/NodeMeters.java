package org.evenhand.node.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.AllocatorNode;
import org.evenhand.node.pool.PoolFigures;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.statistics.NodeFigures;
import org.evenhand.node.statistics.NodeStatistics;

/**
 * The meters of a node and of the pool that it follows. What only the node's mailbox knows is asked for once, by
 * {@link #refresh} before each scrape; what it does not answer in time is not a number.
 */
public final class NodeMeters implements MeterBinder {
    /** For so long a node may take to say how it is doing. */
    public static final long ANSWER_MILLIS_MAX = 1_000;

    // A name ends with its unit: two meters that differ in the unit alone would be one to a registry.
    private static final String NODE = "evenhand.node.";
    private static final String POOL = "evenhand.pool.";
    private static final String SECONDS = "seconds";
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final long[] LATENCY_BUCKETS_MILLIS = {25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000};

    private final AllocatorNode node;
    private final PoolFollower pool;
    private final Tags ofPool;
    private final Tags ofNode;
    private volatile Optional<NodeFigures> figures = Optional.empty();

    /** Meters that belong to no registry yet. */
    public NodeMeters(StreamId id, AllocatorNode node, PoolFollower pool) {
        this.node = node;
        this.pool = pool;
        this.ofPool = Tags.of("pool", pool.id().name());
        this.ofNode = ofPool.and("node", id.toString());
    }

    /** Asks the node how it is doing. */
    public CompletableFuture<NodeFigures> ask() {
        return node.figures().whenComplete((seen, failure) -> figures = Optional.ofNullable(seen));
    }

    /**
     * Asks the node how it is doing, and waits for the answer.
     *
     * @return the answer, or nothing if it did not come within {@link #ANSWER_MILLIS_MAX}
     */
    public Optional<NodeFigures> refresh() {
        try {
            return Optional.of(ask().get(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException noAnswer) {
            figures = Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            figures = Optional.empty();
        }
        return Optional.empty();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindStream(registry);
        bindRounds(registry);
        bindTasks(registry);
        bindPool(registry);
    }

    private void bindStream(MeterRegistry registry) {
        count(registry, "committed.entries", "entries", "Entries of its stream", NodeStatistics::entriesCommitted);
        count(registry, "failed.entries", "entries", "Appends that failed at first", NodeStatistics::entriesFailed);
        Timer latency = Timer.builder(NODE + "commit.latency")
                .description("From the look at what an entry tells to its commit")
                .tags(ofNode)
                .serviceLevelObjectives(buckets())
                .register(registry);
        node.tellCommitMillis(millis -> latency.record(millis, TimeUnit.MILLISECONDS));
        figure(
                registry,
                "last.commit.age",
                SECONDS,
                "Since the look that the last committed entry tells of",
                seen -> seconds(seen.sinceCommitMillis()));
        figure(registry, "begun", "", "1 once it reports", seen -> flag(seen.begun()));
        figure(registry, "lease.holds", "", "1 while it may start tasks", seen -> flag(seen.leaseHolds()));
        count(registry, "lease.lapses", "", "Times it lost the ledger", NodeStatistics::leaseLapses);
        Gauge.builder(NODE + "mailbox.actions", this, meters -> meters.node.waitingActions())
                .baseUnit("actions")
                .description("What it has yet to do")
                .tags(ofNode)
                .register(registry);
    }

    private static Duration[] buckets() {
        Duration[] buckets = new Duration[LATENCY_BUCKETS_MILLIS.length];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = Duration.ofMillis(LATENCY_BUCKETS_MILLIS[i]);
        }
        return buckets;
    }

    private void bindRounds(MeterRegistry registry) {
        String unit = "rounds";
        count(registry, "proposed.rounds", unit, "Rounds it proposed", NodeStatistics::roundsProposed);
        count(registry, "won.rounds", unit, "Its rounds that were committed", NodeStatistics::roundsWon);
        count(registry, "lost.rounds", unit, "Its rounds that another's beat", NodeStatistics::roundsLost);
        count(
                registry,
                "nothing.due.rounds",
                unit,
                "Its rounds with nothing to decide",
                NodeStatistics::roundsNothingDue);
        count(registry, "not.yet.rounds", unit, "Its rounds that came too soon", NodeStatistics::roundsNotYet);
        count(registry, "disagreements", "", "Endorsers that did not agree", NodeStatistics::disagreements);
    }

    private void bindTasks(MeterRegistry registry) {
        String unit = "tasks";
        count(registry, "started.tasks", unit, "Tasks handed to the executor", NodeStatistics::tasksStarted);
        count(registry, "finished.tasks", unit, "Tasks that ended well", NodeStatistics::tasksFinished);
        count(registry, "failed.tasks", unit, "Tasks that ended badly", NodeStatistics::tasksFailed);
        count(registry, "withdrawn.tasks", unit, "Tasks that were taken away", NodeStatistics::tasksWithdrawn);
        count(registry, "late.tasks", unit, "Tasks whose result came too late", NodeStatistics::tasksLate);
        figure(registry, "owned.tasks", unit, "Tasks that the ledger has given it", NodeFigures::ownedTasks);
        figure(registry, "running.tasks", unit, "Tasks that run", NodeFigures::runningTasks);
        figure(
                registry,
                "pending.results",
                "results",
                "Results no committed entry tells of",
                NodeFigures::pendingResults);
    }

    private void bindPool(MeterRegistry registry) {
        ofPool(registry, "followed", "", "1 while the pool's events are heard", seen -> flag(seen.isFollowed()));
        ofPool(registry, "last.round", "", "The last round that was heard of", PoolFigures::lastRound);
        ofPool(registry, "last.round.age", SECONDS, "Since that was decided", seen -> seconds(seen.sinceRoundMillis()));
        ofPool(
                registry,
                "pending.age",
                SECONDS,
                "For how long an entry has waited for a round",
                seen -> seconds(Optional.of(seen.pendingMillis())));
    }

    private void count(
            MeterRegistry registry, String name, String unit, String description, ToLongFunction<NodeStatistics> of) {
        FunctionCounter.builder(NODE + name, this, meters -> of.applyAsLong(meters.node.statistics()))
                .baseUnit(unit.isEmpty() ? null : unit)
                .description(description)
                .tags(ofNode)
                .register(registry);
    }

    private void figure(
            MeterRegistry registry, String name, String unit, String description, ToDoubleFunction<NodeFigures> of) {
        Gauge.builder(NODE + name, this, meters -> meters.figures
                        .map(of::applyAsDouble)
                        .orElse(Double.NaN))
                .baseUnit(unit.isEmpty() ? null : unit)
                .description(description)
                .tags(ofNode)
                .register(registry);
    }

    private void ofPool(
            MeterRegistry registry, String name, String unit, String description, ToDoubleFunction<PoolFigures> of) {
        Gauge.builder(POOL + name, this, meters -> of.applyAsDouble(meters.pool.figures()))
                .baseUnit(unit.isEmpty() ? null : unit)
                .description(description)
                .tags(ofPool)
                .register(registry);
    }

    private static double flag(boolean is) {
        return is ? 1 : 0;
    }

    private static double seconds(Optional<Long> millis) {
        return millis.map(known -> known / MILLIS_PER_SECOND).orElse(Double.NaN);
    }
}
