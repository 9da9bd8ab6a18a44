package org.evenhand.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.node.ledger.FailurePolicy.Reaction;
import org.evenhand.node.ledger.LedgerException.Kind;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
    private static Reaction toRefusal(RefusalCode code) {
        return FailurePolicy.reactionTo(LedgerException.refused(new Refusal(code, "because")));
    }

    private static Reaction to(Kind kind) {
        return FailurePolicy.reactionTo(LedgerException.of(kind, "because", null));
    }

    @Test
    void what_is_normal_among_nodes_is_tried_again() {
        assertThat(toRefusal(RefusalCode.NOTHING_DUE)).isEqualTo(Reaction.RETRY);
        assertThat(toRefusal(RefusalCode.NOT_YOUR_TURN)).isEqualTo(Reaction.RETRY);
        assertThat(toRefusal(RefusalCode.ENTRY_NOT_COMMITTED)).isEqualTo(Reaction.RETRY);
        assertThat(to(Kind.CONFLICT)).isEqualTo(Reaction.RETRY);
        assertThat(to(Kind.DISAGREEMENT)).isEqualTo(Reaction.RETRY);
    }

    @Test
    void trouble_that_may_pass_is_said_and_tried_again() {
        assertThat(to(Kind.UNAVAILABLE)).isEqualTo(Reaction.ALERT);
        assertThat(FailurePolicy.reactionTo(LedgerException.unresolved("tx", "because", null)))
                .isEqualTo(Reaction.ALERT);
        assertThat(toRefusal(RefusalCode.CLOCK_SKEW)).isEqualTo(Reaction.ALERT);
        assertThat(toRefusal(RefusalCode.UNKNOWN_POOL)).isEqualTo(Reaction.ALERT);
    }

    @Test
    void what_no_repetition_can_help_ends_the_node() {
        assertThat(toRefusal(RefusalCode.NOT_YOUR_KEY)).isEqualTo(Reaction.EXIT);
        assertThat(toRefusal(RefusalCode.MALFORMED)).isEqualTo(Reaction.EXIT);
    }

    @Test
    void a_proposal_ends_the_node_only_if_its_key_is_not_its_own() {
        for (RefusalCode code : RefusalCode.values()) {
            Reaction reaction = FailurePolicy.reactionToProposal(LedgerException.refused(new Refusal(code, "because")));
            assertThat(reaction == Reaction.EXIT).as(code.word()).isEqualTo(code == RefusalCode.NOT_YOUR_KEY);
        }
    }

    @Test
    void a_node_that_the_pool_will_not_have_ends() {
        assertThat(FailurePolicy.reactionTo(RejectionReason.NODE_QUOTA_EXHAUSTED))
                .isEqualTo(Reaction.EXIT);
        assertThat(FailurePolicy.reactionTo(RejectionReason.UNKNOWN_RESOURCE)).isEqualTo(Reaction.EXIT);
        assertThat(FailurePolicy.reactionTo(RejectionReason.ALREADY_REGISTERED)).isEqualTo(Reaction.RETRY);
    }

    @Test
    void a_failure_that_is_not_the_ledgers_is_a_bug() {
        LedgerException failure = LedgerException.of(Kind.CONFLICT, "because", null);
        assertThat(LedgerException.causeOf(new CompletionException(failure))).isSameAs(failure);
        assertThatThrownBy(() -> LedgerException.causeOf(new ArithmeticException()))
                .isInstanceOf(IllegalStateException.class);
    }
}
