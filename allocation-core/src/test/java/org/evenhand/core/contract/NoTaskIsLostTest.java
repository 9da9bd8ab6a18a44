package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.evenhand.core.json.MalformedException;
import org.junit.jupiter.api.Test;

/**
 * Random members over random commands: after every round each task is in exactly one place, the books agree with the
 * ledger, and the record alone leads from the state before to the bytes after. Repeat one with {@code -Dseed=...}.
 */
class NoTaskIsLostTest {
    private static final int SEQUENCES = Integer.getInteger("sequences", 10_000);
    private static final int STEPS = 24;

    /** What some histories came to. */
    private record Totals(long entries, long rounds, long facts, SortedMap<String, Integer> tally) {
        static final Totals NONE = new Totals(0, 0, 0, new TreeMap<>());

        static Totals of(RandomPool pool) {
            return new Totals(
                    pool.entries(),
                    pool.rounds(),
                    pool.facts(),
                    new TreeMap<>(pool.book().tally()));
        }

        Totals plus(Totals other) {
            TreeMap<String, Integer> both = new TreeMap<>(tally);
            other.tally.forEach((place, tasks) -> both.merge(place, tasks, Integer::sum));
            return new Totals(entries + other.entries, rounds + other.rounds, facts + other.facts, both);
        }
    }

    @Test
    void no_task_is_ever_in_two_places_or_none() {
        long first = Long.getLong("seed", 1L);
        long last = System.getProperty("seed") == null ? SEQUENCES : first;
        long start = System.nanoTime();
        // Histories have nothing to do with one another, so all processors may run them.
        Totals totals = LongStream.rangeClosed(first, last)
                .parallel()
                .mapToObj(seed -> Totals.of(run(seed)))
                .reduce(Totals.NONE, Totals::plus);
        double seconds = (System.nanoTime() - start) / 1e9;
        SortedMap<String, Integer> tally = totals.tally();
        System.out.printf(
                "%d sequences, %d entries, %d rounds, %d facts in %.1f s: %.0f sequences/s; tasks %s%n",
                last - first + 1,
                totals.entries(),
                totals.rounds(),
                totals.facts(),
                seconds,
                (last - first + 1) / seconds,
                tally);
        if (last > first) {
            assertThat(tally.keySet())
                    .as("the sequences reach every way in which a task can end or wait")
                    .contains(
                            "queued",
                            "at a node",
                            "ended: finished",
                            "ended: failed",
                            "ended: poisoned",
                            "ended: cancelled",
                            "ended: rejected",
                            "ended: unplaceable",
                            "ended: overwritten");
        }
    }

    private static RandomPool run(long seed) {
        try {
            RandomPool pool = new RandomPool(seed);
            for (int step = 0; step < STEPS; step++) {
                pool.step();
            }
            return pool;
        } catch (MalformedException | RuntimeException | AssertionError e) {
            throw new AssertionError("repeat with -Dtest=NoTaskIsLostTest -Dseed=" + seed, e);
        }
    }
}
