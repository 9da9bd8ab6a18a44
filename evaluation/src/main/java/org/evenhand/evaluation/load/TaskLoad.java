package org.evenhand.evaluation.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.node.ledger.LedgerException;

/**
 * Tasks through the whole system: an application of each organisation submits as long as few enough tasks are open,
 * real allocator nodes run them (their time passes, nothing is consumed), rounds place and settle them.
 */
final class TaskLoad {
    static final int LARGE = 10_000;
    static final int SINGLE = 1;

    private static final TaskClass SHORT =
            new TaskClass(new ClassName("short"), Resources.of(10, 0, 0, 0), 3, 10, true, 3);
    private static final int NODES = 12;
    private static final Resources CAPACITY = Resources.of(400_000, 65_536, 0, 0);
    private static final int SINGLES_PER_ENTRY = 200;

    /** Tasks of an application that may be open, which bounds the queue. */
    private static final int OPEN_LARGE_MAX = 150_000;

    /** Less than an organisation's share of the queue, past which submissions are rejected. */
    private static final int OPEN_SINGLE_MAX = 900;

    private static final long LOOK_AGAIN_MILLIS = 1;
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** What is open is waited for as long as some of it ends. */
    private static final Duration STANDSTILL_MAX = Duration.ofSeconds(30);

    private final LoadTarget network;
    private final Policy policy;
    private final LongAdder settled = new LongAdder();
    private final LongAdder facts = new LongAdder();
    private final LongAdder rounds = new LongAdder();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong waitingMax = new AtomicLong();
    private final SortedMap<StreamId, Application> applications = new ConcurrentSkipListMap<>();
    private final int size;
    private long invalid;
    private long lostRaces;

    TaskLoad(LoadTarget network, Policy policy, int size) {
        this.network = network;
        this.policy = policy;
        this.size = size;
    }

    TaskRate run(PoolId pool, Duration duration)
            throws IOException, EvenhandException, InterruptedException, LedgerException {
        Foundation.found(network, pool, policy, List.of(SHORT));
        try (NodeFleet fleet = NodeFleet.passing(network, pool, this::count)) {
            List<MspId> organisations = network.organisations();
            for (int i = 0; i < NODES; i++) {
                fleet.start(new StreamId(organisations.get(i % organisations.size()), "load-" + i), CAPACITY);
            }
            try {
                for (MspId organisation : organisations) {
                    StreamId id = new StreamId(organisation, "application");
                    int openMax = size == SINGLE ? OPEN_SINGLE_MAX : OPEN_LARGE_MAX;
                    applications.put(id, new Application(network, pool, id, openMax));
                }
                return measure(duration);
            } finally {
                applications.values().forEach(Application::close);
                lostRaces = fleet.lostRaces();
                invalid = fleet.invalidTransactions();
                applications
                        .values()
                        .forEach(
                                application -> invalid += application.counters().invalid());
            }
        }
    }

    long invalidTransactions() {
        return invalid;
    }

    long lostRaces() {
        return lostRaces;
    }

    private TaskRate measure(Duration duration) throws InterruptedException {
        long submitted = submit(WARM_UP);
        long settledBefore = settled.sum();
        long factsBefore = facts.sum();
        long roundsBefore = rounds.sum();
        long startNanos = System.nanoTime();
        submitted += submit(duration);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long count = settled.sum() - settledBefore;
        long factCount = facts.sum() - factsBefore;
        long roundCount = rounds.sum() - roundsBefore;
        drain(submitted);
        return new TaskRate(
                submitted,
                count,
                Math.round(count / seconds),
                Math.round(factCount / seconds),
                Math.round(roundCount / seconds),
                waitingMax.get(),
                submitted - settled.sum());
    }

    private void drain(long submitted) throws InterruptedException {
        long seen = settled.sum();
        long seenNanos = System.nanoTime();
        while (seen < submitted && System.nanoTime() - seenNanos < STANDSTILL_MAX.toNanos()) {
            Thread.sleep(20);
            if (settled.sum() > seen) {
                seen = settled.sum();
                seenNanos = System.nanoTime();
            }
        }
    }

    /** Submits for so long, as each application has room. */
    private long submit(Duration duration) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + duration.toNanos();
        int perEntry = size == SINGLE ? SINGLES_PER_ENTRY : 1;
        Entry.Builder entry = Entry.builder();
        for (int i = 0; i < perEntry; i++) {
            entry.submit(Submission.of(SHORT.name(), size, Digest.of("payload")));
        }
        Entry prepared = entry.build();
        long submitted = 0;
        while (System.nanoTime() < deadlineNanos) {
            boolean any = false;
            for (Application application : applications.values()) {
                if (application.offer(prepared, perEntry * size)) {
                    submitted += (long) perEntry * size;
                    any = true;
                }
            }
            if (!any) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        }
        return submitted;
    }

    private void count(RoundRecord record) {
        rounds.increment();
        facts.add(record.facts().size());
        for (Fact fact : record.facts()) {
            if (fact instanceof TaskFact.Queued queued) {
                waiting.addAndGet(queued.range().size());
            } else if (fact instanceof TaskFact.Recovered || fact instanceof TaskFact.Requeued) {
                waiting.addAndGet(((TaskFact) fact).range().size());
            } else if (fact instanceof TaskFact.Placed placed) {
                waiting.addAndGet(-placed.range().size());
            } else if (fact instanceof TaskFact.Finished finished) {
                settled.add(finished.range().size());
                Application application = applications.get(finished.range().submission().stream());
                if (application != null) {
                    application.ended((int) finished.range().size());
                }
            }
        }
        waitingMax.accumulateAndGet(waiting.get(), Math::max);
    }
}
