package org.evenhand.evaluation.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** As many status reports as the network commits: every stream has exactly one entry under way. */
final class EntryLoad {
    private static final long BEHIND_MILLIS = 50;

    private final List<LoadStream> streams;
    private final LongAdder committed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Latencies latencies = new Latencies();
    private volatile boolean measuring;
    private volatile boolean ended;

    EntryLoad(List<LoadStream> streams) {
        this.streams = streams;
    }

    /** Warms up, measures for so long, then lets what is under way end. */
    Rate run(Duration warmUp, Duration duration) throws InterruptedException {
        List<CompletableFuture<Void>> all = streams.stream().map(this::report).toList();
        Thread.sleep(warmUp.toMillis());
        measuring = true;
        long startNanos = System.nanoTime();
        Thread.sleep(duration.toMillis());
        long count = committed.sum();
        long elapsedNanos = System.nanoTime() - startNanos;
        measuring = false;
        ended = true;
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        return Rate.of(count, elapsedNanos, failed.sum(), latencies);
    }

    /** Under load a peer may be a block behind, and miss the entry before. */
    private CompletableFuture<Void> reportLater(LoadStream stream) {
        Executor later = CompletableFuture.delayedExecutor(BEHIND_MILLIS, TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, later).thenCompose(paused -> report(stream));
    }

    private CompletableFuture<Void> report(LoadStream stream) {
        if (ended) {
            return CompletableFuture.completedFuture(null);
        }
        long startNanos = System.nanoTime();
        return stream.report()
                .handle((done, failure) -> {
                    if (failure != null) {
                        failed.increment();
                    } else if (measuring) {
                        committed.increment();
                        latencies.add(System.nanoTime() - startNanos);
                    }
                    return failure;
                })
                .thenCompose(failure -> failure == null ? report(stream) : reportLater(stream));
    }
}
