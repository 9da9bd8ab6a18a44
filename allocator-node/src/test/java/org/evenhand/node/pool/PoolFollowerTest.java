package org.evenhand.node.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.node.ContractLedger;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.time.ManualTimers;
import org.junit.jupiter.api.Test;

class PoolFollowerTest {
    private static final StreamId CLIENT = StreamId.parse("Org1MSP.client");
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(1_000, 0, 0, 0), 3, 2_000, true, 3);

    private final ManualTimers timers = new ManualTimers();
    private final ContractLedger ledger = new ContractLedger(timers, Policy.of(List.of(new MspId("Org1MSP"))), FRAME);

    private PoolFollower follow() {
        try {
            PoolFollower follower = PoolFollower.open(ledger, timers, timers.threads());
            timers.run();
            return follower;
        } catch (LedgerException e) {
            throw new AssertionError(e);
        }
    }

    private void append() {
        ledger.append(
                CLIENT,
                Entry.builder()
                        .submit(Submission.of(FRAME.name(), 1, Digest.of("payload")))
                        .build());
    }

    private void decide(PoolFollower proposing) {
        assertThat(ledger.ofNode(CLIENT).proposeRound(proposing.ripe(timers.nowMillis())))
                .isCompleted();
        timers.run();
    }

    @Test
    void a_pool_without_rounds_has_nothing_to_catch_up_with() {
        assertThat(follow().isCaughtUp()).isTrue();
    }

    @Test
    void events_that_still_come_from_long_ago_are_not_taken_for_the_present() {
        PoolFollower old = follow();
        append();
        decide(old);
        PoolFollower late = follow();
        for (int i = 0; i < 30; i++) {
            append();
            timers.pass(100);
            assertThat(late.isCaughtUp()).isFalse();
        }
        decide(old);
        assertThat(late.isCaughtUp()).isTrue();
    }

    @Test
    void a_pool_in_which_nothing_happens_is_caught_up_with_after_a_while() {
        PoolFollower old = follow();
        append();
        decide(old);
        PoolFollower late = follow();
        assertThat(late.isCaughtUp()).isFalse();
        timers.pass(1_000);
        assertThat(late.isCaughtUp()).isTrue();
    }
}
