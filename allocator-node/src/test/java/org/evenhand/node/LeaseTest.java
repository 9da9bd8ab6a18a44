package org.evenhand.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Timing;
import org.evenhand.node.time.ManualTimers;
import org.evenhand.node.time.Moment;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long LEASE_MILLIS = Timing.DEFAULT.leaseMillis();

    private final ManualTimers timers = new ManualTimers();
    private int lapses;
    private final Lease lease = lease(LEASE_MILLIS);

    private Lease lease(long leaseMillis) {
        return new Lease(this::now, () -> leaseMillis, () -> lapses++);
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
    void it_is_so_much_shorter_than_the_ledgers_patience_as_clocks_may_differ() {
        assertThat(LEASE_MILLIS)
                .isEqualTo(Timing.DEFAULT.failAfterMillis() - Limits.SKEW_MAX_MILLIS - Limits.ROUND_AHEAD_MAX_MILLIS);
    }
}
