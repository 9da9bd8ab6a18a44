package org.evenhand.core.fact;

import java.util.Locale;
import org.evenhand.core.json.MalformedException;

/** Why a round did not grant what an entry asked. */
public enum RejectionReason {
    UNKNOWN_CLASS,
    UNKNOWN_RESOURCE,
    UNKNOWN_TASK,
    QUEUE_FULL,
    DEADLINE_PASSED,
    NODE_QUOTA_EXHAUSTED,
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
