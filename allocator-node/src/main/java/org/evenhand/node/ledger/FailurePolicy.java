package org.evenhand.node.ledger;

import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.fact.RejectionReason;

/** What a node does about a failure; the only place that decides it. */
public final class FailurePolicy {
    /** After a bug the state of the node is in doubt, so it must not go on deciding what runs. */
    public static final Reaction REACTION_TO_BUG = Reaction.EXIT;

    private FailurePolicy() {}

    /** What to do. */
    public enum Reaction {
        /** Normal among nodes that do not wait for one another: try again soon. */
        RETRY,
        /** Trouble that may pass: say so, and try again, ever more slowly. */
        ALERT,
        /** No repetition can help: say so, and end. */
        EXIT
    }

    public static Reaction reactionTo(LedgerException failure) {
        return switch (failure.kind()) {
            case CONFLICT, DISAGREEMENT -> Reaction.RETRY;
            case UNAVAILABLE, UNRESOLVED -> Reaction.ALERT;
            case REFUSED -> failure.code().map(FailurePolicy::reactionTo).orElse(Reaction.EXIT);
            case REJECTED -> Reaction.EXIT;
        };
    }

    /**
     * What to do when a proposal of a round failed. A node that cannot propose can still work, so only a key that is
     * not its own ends it: that one can do nothing.
     */
    public static Reaction reactionToProposal(LedgerException failure) {
        Reaction reaction = reactionTo(failure);
        return reaction == Reaction.EXIT && !failure.isRefusal(RefusalCode.NOT_YOUR_KEY) ? Reaction.ALERT : reaction;
    }

    /** What to do when a round did not grant a node that is none yet to become one. */
    public static Reaction reactionTo(RejectionReason reason) {
        return switch (reason) {
            // The owner must change the node's capacity, or make room among the organisation's nodes. (A pool that is
            // full
            // of others' nodes may have room later.)
            case UNKNOWN_RESOURCE, NODE_QUOTA_EXHAUSTED -> Reaction.EXIT;
            // An earlier life of the node asked for the same.
            case ALREADY_REGISTERED -> Reaction.RETRY;
            default -> Reaction.ALERT;
        };
    }

    private static Reaction reactionTo(RefusalCode code) {
        return switch (code) {
            case NOTHING_DUE, NOT_YOUR_TURN, NOT_AN_ACTIVE_NODE, ENTRY_NOT_COMMITTED, SEQUENCE_REPEATED, SEQUENCE_GAP ->
                Reaction.RETRY;
            // The pool may still be founded, the clock set right, the peer brought up to date.
            case UNKNOWN_POOL,
                    UNKNOWN_STREAM,
                    UNKNOWN_NODE,
                    UNKNOWN_CLASS,
                    NOT_A_MEMBER,
                    CLOCK_SKEW,
                    UNKNOWN_FUNCTION,
                    UNKNOWN_RULES,
                    CORRUPT_STATE -> Reaction.ALERT;
            default -> Reaction.EXIT;
        };
    }
}
