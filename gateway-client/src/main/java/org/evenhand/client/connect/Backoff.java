package org.evenhand.client.connect;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How often and how soon something that is safe to repeat is repeated. Pauses double, and each is drawn between half of
 * itself and all of it, so that clients which failed together do not return together.
 *
 * @param attemptsMax tries in all, 1 or more
 * @param firstPause before the second try
 * @param pauseMax no pause is longer
 */
public record Backoff(int attemptsMax, Duration firstPause, Duration pauseMax) {
    /** Goes on for some 3 s: peers that have just started take a second or two to find one another. */
    public static final Backoff DEFAULT = new Backoff(8, Duration.ofMillis(50), Duration.ofSeconds(1));

    /** Every failure is final. */
    public static final Backoff NEVER = new Backoff(1, Duration.ZERO, Duration.ZERO);

    private static final int DOUBLINGS_MAX = 30;

    public Backoff {
        if (attemptsMax < 1 || firstPause.isNegative() || pauseMax.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    attemptsMax + " attempts, pauses from " + firstPause + " to " + pauseMax);
        }
    }

    /** Does something after a pause, without a thread that waits. */
    public static <T> CompletableFuture<T> after(Duration pause, Supplier<CompletableFuture<T>> action) {
        Executor later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, later).thenCompose(paused -> action.get());
    }

    /** The pause after a number of failures, 1 or more. */
    public Duration pauseAfter(int failures) {
        long doubled = firstPause.toMillis() << Math.min(failures - 1, DOUBLINGS_MAX);
        long longest = Math.min(doubled, pauseMax.toMillis());
        return Duration.ofMillis(longest - ThreadLocalRandom.current().nextLong(longest / 2 + 1));
    }
}
