package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;

class FairOrderTest {
    private static final StreamId A1 = StreamId.parse("Org1MSP.a");
    private static final StreamId A2 = StreamId.parse("Org1MSP.b");
    private static final StreamId B = StreamId.parse("Org2MSP.a");
    private static final int COST_MAX = 9;

    /** The order in which streams come when every entry costs 1 and each stream has so many. */
    private static List<StreamId> order(long round, int entries, StreamId... streams) {
        FairOrder order = new FairOrder(round, List.of(streams));
        TreeMap<StreamId, Integer> taken = new TreeMap<>();
        List<StreamId> came = new ArrayList<>();
        for (Optional<StreamId> next = order.next(); next.isPresent(); next = order.next()) {
            came.add(next.get());
            order.charge(next.get(), 1, taken.merge(next.get(), 1, Integer::sum) < entries);
        }
        return came;
    }

    @Test
    void organisations_take_turns_and_within_one_its_streams() {
        assertThat(order(0, 2, A1, A2, B)).containsExactly(A1, B, A2, B, A1, A2);
    }

    @Test
    void the_round_rotates_who_is_first() {
        assertThat(order(1, 1, A1, A2, B)).containsExactly(B, A2, A1);
    }

    @Test
    void the_order_does_not_depend_on_how_streams_were_named() {
        assertThat(order(0, 3, B, A2, A1)).isEqualTo(order(0, 3, A1, A2, B));
    }

    @Test
    void an_expensive_entry_makes_its_organisation_wait() {
        FairOrder order = new FairOrder(0, List.of(A1, B));
        order.charge(A1, 3, true);
        for (int i = 0; i < 3; i++) {
            assertThat(order.next()).contains(B);
            order.charge(B, 1, true);
        }
        assertThat(order.next()).contains(A1);
    }

    @Test
    void who_was_not_next_cannot_be_charged() {
        FairOrder order = new FairOrder(0, List.of(A1, A2));
        assertThatThrownBy(() -> order.charge(A2, 1, true)).isInstanceOf(IllegalStateException.class);
    }

    /** As long as two organisations both have entries, neither is charged more than one entry above the other. */
    @Test
    void no_organisation_gets_further_ahead_than_one_entry_costs() {
        for (long seed = 1; seed <= 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TreeMap<StreamId, Integer> left = new TreeMap<>();
            for (int i = random.nextInt(2, 12); i > 0; i--) {
                left.put(StreamId.parse("Org" + random.nextInt(4) + "MSP.s" + i), random.nextInt(1, 20));
            }
            requireFair(seed, random, left);
        }
    }

    private static void requireFair(long seed, SplittableRandom random, SortedMap<StreamId, Integer> left) {
        FairOrder order = new FairOrder(random.nextInt(100), left.keySet());
        TreeMap<MspId, Long> charged = new TreeMap<>();
        left.keySet().forEach(stream -> charged.put(stream.msp(), 0L));
        while (!left.isEmpty()) {
            StreamId next = order.next().orElseThrow();
            long before = charged.getOrDefault(next.msp(), 0L);
            left.keySet().forEach(stream -> assertThat(before)
                    .as("seed %d: what %s was charged when %s waits", seed, next.msp(), stream.msp())
                    .isLessThanOrEqualTo(charged.getOrDefault(stream.msp(), 0L)));
            long cost = random.nextInt(1, COST_MAX + 1);
            charged.merge(next.msp(), cost, Long::sum);
            boolean hasMore = left.merge(next, -1, Integer::sum) > 0;
            if (!hasMore) {
                left.remove(next);
            }
            order.charge(next, cost, hasMore);
        }
        assertThat(order.next()).isEmpty();
    }
}
