package org.evenhand.evaluation.load;

import java.util.concurrent.TimeUnit;

/**
 * How often something succeeded.
 *
 * @param count successes
 * @param perSecond successes per second
 * @param failed failures
 * @param p50Millis median time of one
 * @param p99Millis time that 99 of 100 did not exceed
 */
public record Rate(long count, long perSecond, long failed, long p50Millis, long p99Millis) {
    static Rate of(long count, long elapsedNanos, long failed, Latencies latencies) {
        long perSecond = count * TimeUnit.SECONDS.toNanos(1) / Math.max(1, elapsedNanos);
        return new Rate(count, perSecond, failed, latencies.millis(50), latencies.millis(99));
    }
}
