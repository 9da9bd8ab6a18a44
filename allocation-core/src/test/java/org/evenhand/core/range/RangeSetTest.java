package org.evenhand.core.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random sets against a bit for every index. */
class RangeSetTest {
    private static final int SEEDS = 2_000;
    private static final int INDICES = 40;

    private static BitSet randomBits(Random random) {
        BitSet bits = new BitSet();
        int runs = random.nextInt(8);
        for (int i = 0; i < runs; i++) {
            int from = random.nextInt(INDICES);
            bits.set(from, from + 1 + random.nextInt(INDICES - from));
            int gap = random.nextInt(INDICES);
            bits.clear(gap, gap + 1 + random.nextInt(5));
        }
        return bits;
    }

    /** The set in canonical form, as the bits say it. */
    private static List<Span> runs(BitSet bits) {
        List<Span> runs = new ArrayList<>();
        for (int from = bits.nextSetBit(0); from >= 0; from = bits.nextSetBit(bits.nextClearBit(from))) {
            runs.add(new Span(from, bits.nextClearBit(from)));
        }
        return runs;
    }

    private static RangeSet set(BitSet bits) {
        return RangeSet.copyOf(runs(bits));
    }

    @Test
    void unions_differences_and_intersections_are_those_of_the_indices_in_canonical_form() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            BitSet a = randomBits(random);
            BitSet b = randomBits(random);
            BitSet union = (BitSet) a.clone();
            union.or(b);
            BitSet difference = (BitSet) a.clone();
            difference.andNot(b);
            BitSet common = (BitSet) a.clone();
            common.and(b);
            assertThat(set(a).add(set(b)).spans()).as("seed " + seed).isEqualTo(runs(union));
            assertThat(set(a).remove(set(b)).spans()).as("seed " + seed).isEqualTo(runs(difference));
            assertThat(set(a).intersect(set(b)).spans()).as("seed " + seed).isEqualTo(runs(common));
        }
    }

    @Test
    void spans_in_any_order_that_overlap_or_touch_become_canonical() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Span> spans = new ArrayList<>();
            BitSet bits = new BitSet();
            int count = random.nextInt(10);
            for (int i = 0; i < count; i++) {
                int from = random.nextInt(INDICES);
                int to = from + 1 + random.nextInt(6);
                spans.add(new Span(from, to));
                bits.set(from, to);
            }
            assertThat(RangeSet.copyOf(spans).spans()).as("seed " + seed).isEqualTo(runs(bits));
        }
    }

    @Test
    void sizes_and_members_are_those_of_the_indices() {
        for (long seed = 0; seed < SEEDS; seed++) {
            BitSet bits = randomBits(new Random(seed));
            RangeSet set = set(bits);
            assertThat(set.size()).as("seed " + seed).isEqualTo(bits.cardinality());
            assertThat(set.isEmpty()).as("seed " + seed).isEqualTo(bits.isEmpty());
            for (int index = 0; index <= INDICES; index++) {
                assertThat(set.contains(index))
                        .as("seed " + seed + ", index " + index)
                        .isEqualTo(bits.get(index));
            }
        }
    }

    @Test
    void a_split_takes_the_lowest_indices() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            BitSet bits = randomBits(random);
            int count = random.nextInt(INDICES + 5);
            BitSet lowest = new BitSet();
            bits.stream().limit(count).forEach(lowest::set);
            BitSet others = (BitSet) bits.clone();
            others.andNot(lowest);
            RangeSet.Split split = set(bits).split(count);
            assertThat(split.first().spans()).as("seed " + seed).isEqualTo(runs(lowest));
            assertThat(split.rest().spans()).as("seed " + seed).isEqualTo(runs(others));
        }
    }
}
