package org.evenhand.core.contract;

import java.util.Locale;

/** Why a transaction is refused. The codes are stable: clients may decide by them. */
public enum RefusalCode {
    UNKNOWN_FUNCTION,
    UNKNOWN_POOL,
    UNKNOWN_STREAM,
    UNKNOWN_NODE,
    UNKNOWN_CLASS,
    UNKNOWN_TASK,
    UNKNOWN_ROUND,
    UNKNOWN_PROPOSAL,
    UNKNOWN_RULES,
    NOT_A_MEMBER,
    NOT_AN_ADMIN,
    NOT_YOUR_KEY,
    NOT_YOUR_TURN,
    NOT_AN_ACTIVE_NODE,
    SEQUENCE_REPEATED,
    SEQUENCE_GAP,
    ENTRY_NOT_COMMITTED,
    CLOCK_SKEW,
    NOTHING_DUE,
    CLASS_EXISTS,
    PROPOSAL_EXISTS,
    ALREADY_APPROVED,
    DIGEST_MISMATCH,
    WRONG_ARGUMENT_COUNT,
    MALFORMED,
    UNKNOWN_FIELD,
    NUMBER_OUT_OF_RANGE,
    TOO_MANY_ITEMS,
    BAD_RANGE,
    THRESHOLDS_NOT_ORDERED,
    PAYLOAD_TOO_LARGE,
    /** The ledger holds something that this contract never writes. */
    CORRUPT_STATE;

    /** The code as clients see it, such as {@code not-your-turn}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
