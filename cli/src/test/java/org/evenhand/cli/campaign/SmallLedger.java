package org.evenhand.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.evenhand.cli.network.LocalNetwork;
import org.evenhand.client.Committed;
import org.evenhand.client.EvenhandClient;
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
import org.evenhand.core.model.Timing;
import org.evenhand.evaluation.load.Foundation;
import org.evenhand.evaluation.load.NodeFleet;

/**
 * A small ledger with everything on it that a ledger can hold: a configuration, the contract's definition, two
 * policies, a class, entries, rounds, tasks that ended, and transactions that lost a conflict and so were found
 * invalid.
 *
 * @param folder the block files
 * @param genesis hash of block 0's header, in hexadecimal
 */
record SmallLedger(Path folder, String genesis) {
    private static final PoolId POOL = new PoolId("small");
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(40, 16, 0, 0), 3, 200, true, 3);
    private static final Timing TIMING = new Timing(500, 2_000, 5_000, 7_000, 3_000, 8_000, 1_000, 2_000, 400, 10_000);
    private static final int TASKS = 12;
    private static final long SECONDS_MAX = 120;

    static SmallLedger write(Path folder) throws Exception {
        try (LocalNetwork network = LocalNetwork.start(folder, LocalNetwork.names(3))) {
            List<MspId> members = network.organisations();
            Policy policy = Policy.of(members).withTiming(TIMING);
            Foundation.found(network, POOL, policy, List.of(FRAME));
            adoptAnother(
                    network,
                    policy.withTiming(new Timing(500, 2_000, 5_500, 7_000, 3_000, 8_000, 1_000, 2_000, 400, 10_000)));
            AtomicLong ended = new AtomicLong();
            try (NodeFleet fleet = NodeFleet.passing(network, POOL, round -> round.facts().stream()
                    .filter(TaskFact.Finished.class::isInstance)
                    .forEach(fact ->
                            ended.addAndGet(((TaskFact.Finished) fact).range().size())))) {
                fleet.start(new StreamId(members.get(0), "node-1"), Resources.of(1_000, 1_024, 0, 0));
                fleet.start(new StreamId(members.get(1), "node-2"), Resources.of(1_000, 1_024, 0, 0));
                submitWithARival(network, new StreamId(members.get(2), "app"));
                await(ended);
            }
            return new SmallLedger(network.ledgerFolder(), network.genesisHash());
        }
    }

    private static void adoptAnother(LocalNetwork network, Policy policy) throws Exception {
        try (EvenhandClient first = network.admin(policy.members().get(0));
                EvenhandClient second = network.admin(policy.members().get(1))) {
            first.proposePolicy(POOL, 2, policy);
            second.approvePolicy(POOL, 2, Digest.of(policy.toJson()));
        }
    }

    /** Two entries with one number: whichever is second is ordered, and found invalid. */
    private static void submitWithARival(LocalNetwork network, StreamId stream) throws Exception {
        long invalid = 0;
        long tasks = 0;
        try (EvenhandClient client = network.client(stream.msp(), stream.name())) {
            for (long sequence = 1; tasks < TASKS || invalid == 0; sequence++) {
                CompletableFuture<Committed> one = client.appendAsync(POOL, stream, sequence, submission(2));
                CompletableFuture<Committed> other = client.appendAsync(POOL, stream, sequence, submission(2));
                invalid += failed(one) + failed(other) > 0 ? 1 : 0;
                tasks += 2;
                assertThat(sequence).as("attempts to make a conflict").isLessThan(100);
            }
            assertThat(client.counters().invalid()).isPositive();
        }
    }

    private static int failed(CompletableFuture<Committed> append) throws Exception {
        return append.handle((done, failure) -> failure == null ? 0 : 1).get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static Entry submission(long count) {
        return Entry.builder()
                .submit(Submission.of(FRAME.name(), count, Digest.of("payload")))
                .build();
    }

    private static void await(AtomicLong ended) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (ended.get() < TASKS) {
            assertThat(System.nanoTime()).as("waiting for tasks to end").isLessThan(deadlineNanos);
            Thread.sleep(50);
        }
    }
}
