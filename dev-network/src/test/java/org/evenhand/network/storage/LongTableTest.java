package org.evenhand.network.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LongTableTest {
    private final LongTable table = new LongTable();

    @Test
    void what_was_added_is_found_however_much_there_is() {
        SplittableRandom random = new SplittableRandom(1);
        long[] fingerprints = random.longs(50_000).toArray();
        for (int i = 0; i < fingerprints.length; i++) {
            table.add(fingerprints[i], i);
        }
        for (int i = 0; i < fingerprints.length; i++) {
            assertThat(table.find(fingerprints[i])).containsExactly((long) i);
        }
        random.longs(10_000).forEach(other -> assertThat(table.find(other)).isEmpty());
    }

    @Test
    void numbers_that_share_a_fingerprint_are_all_found_the_smallest_first() {
        for (long value : new long[] {7, 0, 3}) {
            table.add(0, value);
            table.add(-1, value + 100);
        }
        for (long i = 1; i < 5_000; i++) {
            table.add(i, i);
        }
        assertThat(table.find(0)).containsExactly(0L, 3L, 7L);
        assertThat(table.find(-1)).containsExactly(100L, 103L, 107L);
    }
}
