package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.evenhand.core.model.Limits;
import org.evenhand.node.time.ManualTimers;
import org.evenhand.node.time.Moment;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long FAIL_AFTER_MILLIS = 15_000;
    private static final long LEASE_MILLIS = FAIL_AFTER_MILLIS - 2 * Limits.SKEW_MAX_MILLIS;

    private final ManualTimers timers = new ManualTimers();
    private int lapses;
    private final Lease lease = lease(FAIL_AFTER_MILLIS);

    private Lease lease(long failAfterMillis) {
        return new Lease(this::now, () -> failAfterMillis, () -> lapses++);
    }

    private Moment now() {
        return new Moment(timers.nowMillis(), timers.upMillis());
    }

    @Test
    void it_does_not_hold_before_the_ledger_has_heard_of_the_node() {
        assertThat(lease.holds()).isFalse();
        assertThat(lapses).isZero();
    }

    @Test
    void it_ends_before_any_round_could_find_the_node_failed() {
        assertThat(lease.renew(now())).isFalse();
        timers.pass(LEASE_MILLIS);
        assertThat(lease.holds()).isTrue();
        timers.pass(1);
        assertThat(lease.holds()).isFalse();
        assertThat(lease.holds()).isFalse();
        assertThat(lapses).isEqualTo(1);
    }

    @Test
    void it_counts_from_when_the_node_looked() {
        Moment looked = now();
        timers.pass(5_000);
        lease.renew(looked);
        timers.pass(LEASE_MILLIS - 5_000 + 1);
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void a_clock_that_is_set_back_does_not_extend_it() {
        lease.renew(now());
        timers.stepClock(-3_600_000);
        timers.pass(LEASE_MILLIS + 1);
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void a_machine_that_slept_has_lost_it() {
        lease.renew(now());
        timers.stepClock(60_000);
        assertThat(lease.holds()).isFalse();
    }

    @Test
    void a_renewal_says_whether_it_had_lapsed_even_if_nobody_noticed() {
        lease.renew(now());
        timers.pass(LEASE_MILLIS + 1);
        assertThat(lease.renew(now())).isTrue();
        assertThat(lapses).isEqualTo(1);
        assertThat(lease.holds()).isTrue();
        assertThat(lease.renew(now())).isFalse();
    }

    @Test
    void a_pool_that_is_too_impatient_gives_no_lease_at_all() {
        Lease none = lease(1_000);
        none.renew(now());
        timers.pass(1);
        assertThat(none.holds()).isFalse();
    }
}
