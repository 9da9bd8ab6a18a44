package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.junit.jupiter.api.Test;

/** A new node's target of 7,000 of its 10,000 millicores ramps up from a tenth, over the 30 s of its probation. */
class ProbationTest {
    private static final long PROBATION_MILLIS = 30_000;

    private final HandMadePool pool = new HandMadePool(1);
    private final StreamId node = pool.join("new", Resources.of(10_000, 8_192, 0, 0));

    private long freeAfter(long millis) {
        pool.judge(node, condition -> condition.withRampSince(HandMadePool.NOW_MILLIS - millis));
        return pool.round().load(pool.state().member(node)).free("cpu");
    }

    @Test
    void the_ramp_begins_with_a_tenth_and_grows_with_time() {
        assertThat(freeAfter(0)).isEqualTo(700);
        assertThat(freeAfter(3_000)).isEqualTo(700);
        assertThat(freeAfter(6_000)).isEqualTo(1_400);
        assertThat(freeAfter(15_000)).isEqualTo(3_500);
        assertThat(freeAfter(29_997)).isEqualTo(6_999);
        assertThat(freeAfter(PROBATION_MILLIS)).isEqualTo(7_000);
        assertThat(freeAfter(2 * PROBATION_MILLIS)).isEqualTo(7_000);
    }

    @Test
    void the_background_load_comes_off_what_the_ramp_leaves() {
        pool.observe(node, 0, Resources.of(500, 0, 0, 0), List.of());
        assertThat(freeAfter(3_000)).isEqualTo(200);
        pool.observe(node, 0, Resources.of(900, 0, 0, 0), List.of());
        assertThat(freeAfter(3_000)).isZero();
    }

    @Test
    void the_round_at_its_end_says_that_probation_is_over() {
        freeAfter(PROBATION_MILLIS - 1);
        assertThat(pool.decide().facts()).isEmpty();
        freeAfter(PROBATION_MILLIS);
        assertThat(pool.decide().facts())
                .containsExactly(new NodeFact.Judged(
                        node, pool.state().member(node).condition().withRampSince(0)));
    }
}
