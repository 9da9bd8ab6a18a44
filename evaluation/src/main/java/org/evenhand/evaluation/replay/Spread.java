package org.evenhand.evaluation.replay;

import java.util.Arrays;

/**
 * How values spread: nearest-rank percentiles; all 0 without any values.
 *
 * @param count how many there are
 * @param p50 the least value that half of them do not exceed
 * @param p90 the same for 90 of 100
 * @param p99 the same for 99 of 100
 * @param max the largest
 */
public record Spread(long count, long p50, long p90, long p99, long max) {
    static Spread of(long... values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(
                sorted.length, ranked(sorted, 50), ranked(sorted, 90), ranked(sorted, 99), ranked(sorted, 100));
    }

    private static long ranked(long[] sorted, int percentile) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) (((long) sorted.length * percentile + 99) / 100);
        return sorted[rank - 1];
    }
}
