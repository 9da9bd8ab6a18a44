package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.evenhand.core.contract.PoolOfFour.A1;

import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.model.Condition;
import org.junit.jupiter.api.Test;

/** Hot is above 8,500, cool below 8,000; two hot reports in a row make a node overloaded, three cool ones clear it. */
class StreaksTest {
    private final PoolOfFour pool = new PoolOfFour();

    /** The node's condition after these reports, each taken by a round of its own. */
    private Condition after(long... reports) {
        for (long report : reports) {
            pool.report(A1, report);
            pool.round();
        }
        return pool.condition(A1);
    }

    @Test
    void a_report_at_the_threshold_is_not_hot_and_one_above_is() {
        assertThat(after(8_500).hotStreak()).isZero();
        assertThat(after(8_501).hotStreak()).isEqualTo(1);
    }

    @Test
    void a_report_at_the_margin_is_not_cool_and_one_below_is() {
        assertThat(after(8_000).coolStreak()).isZero();
        assertThat(after(7_999).coolStreak()).isEqualTo(1);
    }

    @Test
    void a_report_that_is_neither_ends_both_streaks() {
        assertThat(after(9_000, 8_200, 9_000).overloaded()).isFalse();
        assertThat(after(9_000).overloaded()).isTrue();
        assertThat(after(7_000, 7_000, 8_200, 7_000, 7_000).overloaded()).isTrue();
        assertThat(after(7_000).overloaded()).isFalse();
    }

    @Test
    void a_hot_report_ends_a_cool_streak() {
        after(9_000, 9_000);
        assertThat(after(7_000, 7_000, 9_000, 7_000, 7_000).overloaded()).isTrue();
        assertThat(after(7_000).overloaded()).isFalse();
    }

    @Test
    void each_of_several_reports_in_one_round_counts() {
        pool.report(A1, 9_000);
        pool.report(A1, 9_000);
        pool.round();
        assertThat(pool.condition(A1).overloaded()).isTrue();
        for (int i = 0; i < 3; i++) {
            pool.report(A1, 7_000);
        }
        pool.round();
        assertThat(pool.condition(A1).overloaded()).isFalse();
    }

    @Test
    void a_streak_stops_where_it_has_had_its_effect_so_that_a_steady_node_is_not_judged_again() {
        assertThat(after(9_000, 9_000, 9_000, 9_000).hotStreak()).isEqualTo(2);
        assertThat(after(7_000, 7_000, 7_000, 7_000).coolStreak()).isEqualTo(3);
        pool.report(A1, 7_000);
        assertThat(PoolOfFour.only(pool.round(), NodeFact.Judged.class)).isEmpty();
    }

    @Test
    void a_round_without_a_report_leaves_the_streaks_alone() {
        after(9_000);
        pool.submit(A1, 1, 1);
        pool.round();
        assertThat(pool.condition(A1).hotStreak()).isEqualTo(1);
        assertThat(after(9_000).overloaded()).isTrue();
    }
}
