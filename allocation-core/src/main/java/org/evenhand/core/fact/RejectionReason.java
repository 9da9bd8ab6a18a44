package org.evenhand.core.fact;

import java.util.Locale;
import org.evenhand.core.json.MalformedException;

/** Why a round did not grant what an entry asked. */
public enum RejectionReason {
    UNKNOWN_CLASS,
    UNKNOWN_RESOURCE,
    UNKNOWN_TASK,
    /** The organisation's share of the queue is used up. */
    QUEUE_FULL,
    /** It would cut the pool's work into more ranges than the caps allow. */
    TOO_MANY_RANGES,
    /** Only so many late results of a report are named one by one. */
    TOO_MANY_LATE_RESULTS,
    DEADLINE_PASSED,
    /** The organisation has as many nodes as the policy gives it. */
    NODE_QUOTA_EXHAUSTED,
    /** The pool has as many nodes as a pool may have, of whichever organisations. */
    POOL_FULL,
    ALREADY_REGISTERED,
    NOT_REGISTERED,
    NOT_YOUR_WORK;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static RejectionReason of(String word) throws MalformedException {
        for (RejectionReason reason : values()) {
            if (reason.word().equals(word)) {
                return reason;
            }
        }
        throw new MalformedException("expected a reason, found " + word);
    }
}
