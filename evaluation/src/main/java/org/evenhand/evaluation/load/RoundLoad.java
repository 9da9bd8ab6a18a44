package org.evenhand.evaluation.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.evenhand.client.EndorseFailedException;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.RoundLostException;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.rules.Turns;
import org.evenhand.core.state.Head;

/**
 * Rounds, one after the other, while every node reports at its interval: each round is proposed by a node of the
 * organisation whose turn it is, over the entries that were committed some time ago.
 */
final class RoundLoad {
    /** Entries younger than this may not have reached every peer. */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * What a peer answers that is a block behind: rounds are proposed through one organisation's peer after the other.
     */
    private static final Set<RefusalCode> BEHIND = Set.of(
            RefusalCode.ENTRY_NOT_COMMITTED,
            RefusalCode.NOT_YOUR_TURN,
            RefusalCode.NOT_AN_ACTIVE_NODE,
            RefusalCode.NOTHING_DUE);

    private static final long BEHIND_MILLIS = 5;

    private final PoolId pool;
    private final List<LoadStream> nodes;
    private final TreeMap<StreamId, Long> taken = new TreeMap<>();
    private final LongAdder failed = new LongAdder();
    private final Latencies latencies = new Latencies();
    private final List<Future<?>> schedules = new ArrayList<>();
    private final Queue<CompletableFuture<Boolean>> pending = new ConcurrentLinkedQueue<>();

    RoundLoad(PoolId pool, List<LoadStream> nodes) {
        this.pool = pool;
        this.nodes = nodes;
    }

    /** What came of it: rounds, and how many proposals and reports failed. */
    Rate run(Duration duration, Duration reportInterval) throws EvenhandException, InterruptedException {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            scheduleReports(clock, reportInterval);
            return propose(duration);
        } finally {
            schedules.forEach(schedule -> schedule.cancel(false));
            clock.shutdown();
            pending.forEach(CompletableFuture::join);
        }
    }

    private void scheduleReports(ScheduledExecutorService clock, Duration interval) {
        long stepNanos = interval.toNanos() / nodes.size();
        for (int i = 0; i < nodes.size(); i++) {
            LoadStream node = nodes.get(i);
            Runnable report = () -> {
                if (node.isUnderWay()) {
                    failed.increment(); // A node would wait for its entry, and skip this report.
                    return;
                }
                pending.add(node.report().handle((done, failure) -> {
                    if (failure != null) {
                        failed.increment();
                    }
                    return failure == null;
                }));
            };
            schedules.add(clock.scheduleAtFixedRate(report, i * stepNanos, interval.toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    private Rate propose(Duration duration) throws EvenhandException, InterruptedException {
        long next = look();
        long rounds = 0;
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < duration.toNanos()) {
            SortedMap<StreamId, Long> due = due();
            if (due.isEmpty()) {
                Thread.sleep(1);
                continue;
            }
            try {
                if (proposed(next, due)) {
                    taken.putAll(due);
                    next++;
                    rounds++;
                }
            } catch (EvenhandException e) {
                failed.increment();
                next = look();
            }
        }
        return Rate.of(rounds, System.nanoTime() - startNanos, failed.sum(), latencies);
    }

    /** Where the pool stands, and so which round is next. */
    private long look() throws EvenhandException, InterruptedException {
        Head head = nodes.get(0).client().getHead(pool);
        taken.putAll(head.cursors());
        return head.position().round() + 1;
    }

    private SortedMap<StreamId, Long> due() {
        long now = System.nanoTime();
        TreeMap<StreamId, Long> due = new TreeMap<>();
        for (LoadStream node : nodes) {
            long committed = node.committed();
            if (committed > taken.getOrDefault(node.id(), 0L) && now - node.committedNanos() > SETTLING_NANOS) {
                due.put(node.id(), committed);
            }
        }
        return due;
    }

    /** Whether the round was decided; if not, some peer does not have the entries yet. */
    private boolean proposed(long round, SortedMap<StreamId, Long> inputs)
            throws EvenhandException, InterruptedException {
        LoadStream proposer = proposer(round);
        EvenhandClient client = proposer.client();
        long startNanos = System.nanoTime();
        try {
            client.decideRound(pool, proposer.id(), inputs);
            latencies.add(System.nanoTime() - startNanos);
            return true;
        } catch (EvenhandException e) {
            if (!isBehind(e)) {
                throw e;
            }
            Thread.sleep(BEHIND_MILLIS);
            return false;
        }
    }

    /** Whether the proposer's peer, or another endorser, has just not got the last block yet. */
    private static boolean isBehind(EvenhandException e) {
        return e instanceof RoundLostException
                || (e instanceof EndorseFailedException endorsing && endorsing.mismatch())
                || e.refusal().map(Refusal::code).filter(BEHIND::contains).isPresent();
    }

    private LoadStream proposer(long round) {
        TreeSet<MspId> organisations = new TreeSet<>();
        nodes.forEach(node -> organisations.add(node.id().msp()));
        MspId owner = Turns.ownerOf(round, organisations).orElseThrow();
        return nodes.stream()
                .filter(node -> node.id().msp().equals(owner))
                .findFirst()
                .orElseThrow();
    }
}
