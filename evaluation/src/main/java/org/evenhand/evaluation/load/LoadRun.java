package org.evenhand.evaluation.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.evenhand.client.ClientCounters;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Timing;
import org.evenhand.node.ledger.LedgerException;

/** Measures a fresh network: first commit, rounds, tasks, entries. Tasks have pools of their own. */
public final class LoadRun {
    private static final PoolId REPORTS = new PoolId("reports");
    private static final Duration ENTRIES_WARM_UP = Duration.ofSeconds(6);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(2);
    private static final Resources CAPACITY = Resources.of(4_000, 8_192, 1_000_000, 1_000);

    private static final int REGISTERED_AT_ONCE = 10;

    private final LoadTarget network;
    private final LoadOptions options;
    private final Consumer<String> progress;
    private long invalid;
    private long lostRaces;

    public LoadRun(LoadTarget network, LoadOptions options, Consumer<String> progress) {
        this.network = network;
        this.options = options;
        this.progress = progress;
    }

    /** Runs all measurements, one after the other. */
    public LoadResult run() throws IOException, EvenhandException, InterruptedException, LedgerException {
        try (var first = network.admin(network.organisations().get(0))) {
            first.proposePolicy(new PoolId("first"), 1, policy());
        }
        long firstCommitMillis = Stopwatch.millisSinceStart();
        progress.accept("first commit after " + firstCommitMillis + " ms; registering " + options.nodes() + " nodes");
        Foundation.found(network, REPORTS, policy(), List.of());
        List<LoadStream> streams = streams(REPORTS);
        try {
            return measure(streams, firstCommitMillis);
        } finally {
            streams.forEach(LoadStream::close);
        }
    }

    private LoadResult measure(List<LoadStream> streams, long firstCommitMillis)
            throws IOException, EvenhandException, InterruptedException, LedgerException {
        Rate rounds = new RoundLoad(REPORTS, streams).run(options.phase(), REPORT_INTERVAL);
        progress.accept(rounds.perSecond() + " rounds/s; now tasks in submissions of 10,000");
        TaskRate tasks = tasks(new PoolId("tasks"), TaskLoad.LARGE, options.tasks());
        progress.accept(tasks.perSecond() + " tasks/s; now in submissions of one");
        TaskRate singles = tasks(new PoolId("singles"), TaskLoad.SINGLE, options.phase());
        progress.accept(singles.perSecond() + " one-task submissions/s; now entries");
        // Last, since it is the shortest operation and the machine compiles its code for some twenty seconds.
        Rate entries = new EntryLoad(streams).run(ENTRIES_WARM_UP, options.phase());
        progress.accept(entries.perSecond() + " entries/s");
        streams.forEach(this::count);
        return new LoadResult(
                network.organisations().size(),
                firstCommitMillis,
                entries,
                rounds,
                tasks,
                singles,
                invalid,
                lostRaces,
                provider());
    }

    private Policy policy() {
        Timing standard = Timing.DEFAULT;
        Timing timing = new Timing(
                REPORT_INTERVAL.toMillis(),
                standard.staleAfterMillis(),
                standard.failAfterMillis(),
                standard.freezeMaxMillis(),
                standard.backlogMillis(),
                standard.backlogHighMillis(),
                0,
                standard.coolDownMillis(),
                standard.turnTimeoutMillis(),
                standard.unplaceableAfterMillis());
        return Policy.of(network.organisations()).withTiming(timing);
    }

    private String provider() throws IOException {
        try (var client = network.admin(network.organisations().get(0))) {
            return client.identity().signatureProvider();
        }
    }

    private TaskRate tasks(PoolId pool, int size, Duration duration)
            throws IOException, EvenhandException, InterruptedException, LedgerException {
        TaskLoad load = new TaskLoad(network, policy(), size);
        TaskRate rate = load.run(pool, duration);
        invalid += load.invalidTransactions();
        lostRaces += load.lostRaces();
        return rate;
    }

    private List<LoadStream> streams(PoolId pool) throws IOException {
        List<MspId> organisations = network.organisations();
        List<LoadStream> streams = new ArrayList<>();
        for (int i = 0; i < options.nodes(); i++) {
            MspId msp = organisations.get(i % organisations.size());
            String name = "load-" + i;
            streams.add(new LoadStream(network.client(msp, name), pool, new StreamId(msp, name)));
        }
        // A few at a time: a machine that is still warming up should not be asked for all of them at once.
        for (int from = 0; from < streams.size(); from += REGISTERED_AT_ONCE) {
            int to = Math.min(streams.size(), from + REGISTERED_AT_ONCE);
            CompletableFuture.allOf(streams.subList(from, to).stream()
                            .map(stream -> stream.register(CAPACITY))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        return streams;
    }

    private void count(LoadStream stream) {
        ClientCounters counters = stream.client().counters();
        invalid += counters.invalid() + counters.roundsLost();
        lostRaces += counters.roundsLost();
    }
}
