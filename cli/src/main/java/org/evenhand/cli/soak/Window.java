package org.evenhand.cli.soak;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Compares the beginning of something with its end, once it has warmed up.
 *
 * @param first mean, or percentile, over the first part after the warm-up
 * @param last the same over the last part
 */
record Window(long first, long last) {
    private static final int PERCENT = 100;

    /** Parts of the whole: what comes before is warm-up, and as much is compared at either end. */
    private static final int PARTS = 5;

    /** The means over the second fifth and the last one. */
    static <T> Window ofMeans(List<T> series, ToLongFunction<T> value) {
        return new Window(mean(first(series), value), mean(last(series), value));
    }

    /** The second fifth: the first one is warm-up. */
    static <T> List<T> first(List<T> series) {
        int part = Math.max(1, series.size() / PARTS);
        int from = Math.min(part, series.size());
        return series.subList(from, Math.min(from + part, series.size()));
    }

    static <T> List<T> last(List<T> series) {
        int part = Math.max(1, series.size() / PARTS);
        return series.subList(Math.max(0, series.size() - part), series.size());
    }

    private static <T> long mean(List<T> series, ToLongFunction<T> value) {
        return Math.round(series.stream().mapToLong(value).average().orElse(0));
    }

    /** By how many percent the end is above the beginning; negative if below. */
    long percent() {
        return first == 0 ? 0 : (last - first) * PERCENT / first;
    }

    boolean isWithin(long percent) {
        return Math.abs(last - first) * PERCENT <= percent * first;
    }

    boolean hasGrownByNoMoreThan(long percent) {
        return (last - first) * PERCENT <= percent * first;
    }
}
