package org.evenhand.evaluation.load;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.evenhand.client.Committed;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Utilisation;

/** One writer: appends one entry after the other, and keeps count. Used by one thread at a time. */
final class LoadStream implements AutoCloseable {
    private static final long IDLE_BASIS_POINTS = 1_000;

    private final EvenhandClient client;
    private final PoolId pool;
    private final StreamId id;
    private volatile boolean underWay;
    private volatile long committed;
    private volatile long committedNanos;

    LoadStream(EvenhandClient client, PoolId pool, StreamId id) {
        this.client = client;
        this.pool = pool;
        this.id = id;
    }

    StreamId id() {
        return id;
    }

    EvenhandClient client() {
        return client;
    }

    /** The last entry that is known to be committed; 0 for none. */
    long committed() {
        return committed;
    }

    /** When that became known, as {@link System#nanoTime}. */
    long committedNanos() {
        return committedNanos;
    }

    /** Whether an entry is under way; the next one has to wait for it. */
    boolean isUnderWay() {
        return underWay;
    }

    /**
     * Appends the next entry; the one before must have been answered. One that failed leaves its number to the next.
     */
    CompletableFuture<Committed> append(Entry entry) {
        underWay = true;
        long number = committed + 1;
        return client.appendAsync(pool, id, number, entry).whenComplete((done, failure) -> {
            if (failure == null || isThereAlready(failure)) {
                committed = number;
                committedNanos = System.nanoTime();
            }
            underWay = false;
        });
    }

    /** Whether an earlier attempt, of which nobody knew what became, was committed after all. */
    private static boolean isThereAlready(Throwable failure) {
        return EvenhandException.causeOf(failure) instanceof EvenhandException refused
                && refused.refusal()
                        .filter(refusal -> refusal.code() == RefusalCode.SEQUENCE_REPEATED)
                        .isPresent();
    }

    CompletableFuture<Committed> register(Resources capacity) {
        return append(Entry.builder()
                .request(NodeRequest.register(capacity))
                .report(idleReport())
                .build());
    }

    CompletableFuture<Committed> report() {
        return append(Entry.builder().report(idleReport()).build());
    }

    private static StatusReport idleReport() {
        TreeMap<String, Long> shares = new TreeMap<>();
        shares.put(Resources.CPU, IDLE_BASIS_POINTS);
        shares.put(Resources.MEMORY, IDLE_BASIS_POINTS);
        return new StatusReport(System.currentTimeMillis(), new Utilisation(shares), List.of(), List.of(), List.of());
    }

    @Override
    public void close() {
        client.close();
    }
}
