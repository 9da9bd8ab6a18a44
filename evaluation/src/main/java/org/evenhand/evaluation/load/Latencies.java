package org.evenhand.evaluation.load;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Times of single operations, for their percentiles. Safe for use by several threads. */
final class Latencies {
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    void add(long durationNanos) {
        nanos.add(durationNanos);
    }

    /** The least time that so many of a hundred did not exceed, in milliseconds; 0 without any. */
    long millis(int percentile) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) (((long) sorted.length * percentile + 99) / 100);
        return TimeUnit.NANOSECONDS.toMillis(sorted[Math.max(1, rank) - 1]);
    }
}
