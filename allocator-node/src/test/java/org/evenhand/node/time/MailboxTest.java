package org.evenhand.node.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final ManualTimers timers = new ManualTimers();
    private final List<String> done = new ArrayList<>();
    private final List<Throwable> bugs = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox(timers.threads(), bugs::add);

    @Test
    void actions_run_in_order_and_never_within_one_another() {
        mailbox.execute(() -> {
            mailbox.execute(() -> done.add("second"));
            done.add("first");
        });
        timers.run();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void what_an_action_throws_is_told_and_the_next_one_runs() {
        mailbox.execute(() -> {
            throw new IllegalStateException("bug");
        });
        mailbox.execute(() -> done.add("next"));
        timers.run();
        assertThat(bugs).hasSize(1);
        assertThat(done).containsExactly("next");
    }

    @Test
    void an_error_of_the_machine_is_told_too_and_the_next_action_runs() {
        mailbox.execute(() -> {
            throw new NoClassDefFoundError("gone");
        });
        timers.run();
        mailbox.execute(() -> done.add("next"));
        timers.run();
        assertThat(bugs).singleElement().isInstanceOf(NoClassDefFoundError.class);
        assertThat(done).containsExactly("next");
    }

    @Test
    void a_mailbox_that_is_full_closes_and_says_so() {
        for (int i = 0; i <= Mailbox.WAITING_MAX; i++) {
            mailbox.execute(() -> done.add("waits"));
        }
        assertThat(bugs).isEmpty();
        timers.run();
        assertThat(bugs).hasSize(1);
        assertThat(done).isEmpty();
    }

    @Test
    void a_closed_mailbox_drops_what_waits_and_what_comes() {
        mailbox.execute(() -> done.add("waits"));
        mailbox.close();
        mailbox.execute(() -> done.add("comes"));
        timers.run();
        assertThat(done).isEmpty();
    }

    @Test
    void a_busy_mailbox_lets_others_have_a_turn() {
        Mailbox other = new Mailbox(timers.threads(), bugs::add);
        for (int i = 0; i < 1_000; i++) {
            mailbox.execute(() -> done.add("busy"));
        }
        other.execute(() -> done.add("other"));
        timers.run();
        assertThat(done).hasSize(1_001);
        assertThat(done.indexOf("other")).isLessThan(100);
    }

    @Test
    void waiting_doubles_up_to_its_limit_and_starts_anew_after_success() {
        Backoff backoff = new Backoff(10, 100, new SplittableRandom(1));
        assertThat(backoff.nextMillis()).isBetween(10L, 15L);
        assertThat(backoff.nextMillis()).isBetween(20L, 30L);
        for (int i = 0; i < 50; i++) {
            assertThat(backoff.nextMillis()).isLessThanOrEqualTo(150);
        }
        backoff.reset();
        assertThat(backoff.nextMillis()).isBetween(10L, 15L);
    }
}
