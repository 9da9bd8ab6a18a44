package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.evenhand.core.json.MalformedException;
import org.junit.jupiter.api.Test;

/**
 * Random members over random commands: after every round each task is in exactly one place, the books agree with the
 * ledger, and the record alone leads from the state before to the bytes after. Repeat one with {@code -Dseed=...}.
 */
class NoTaskIsLostTest {
    private static final int SEQUENCES = Integer.getInteger("sequences", 10_000);
    private static final int STEPS = 24;

    @Test
    void no_task_is_ever_in_two_places_or_none() {
        long first = Long.getLong("seed", 1L);
        long last = System.getProperty("seed") == null ? SEQUENCES : first;
        TreeMap<String, Integer> tally = new TreeMap<>();
        long rounds = 0;
        long facts = 0;
        long entries = 0;
        long start = System.nanoTime();
        for (long seed = first; seed <= last; seed++) {
            RandomPool pool = run(seed);
            rounds += pool.rounds();
            facts += pool.facts();
            entries += pool.entries();
            pool.book().tally().forEach((place, tasks) -> tally.merge(place, tasks, Integer::sum));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d sequences, %d entries, %d rounds, %d facts in %.1f s: %.0f sequences/s; tasks %s%n",
                last - first + 1, entries, rounds, facts, seconds, (last - first + 1) / seconds, tally);
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
