package org.evenhand.core.contract;

/** The names of the contract's events; each transaction emits exactly one. */
public final class EventNames {
    /** Payload: {@code {"pool","stream","sequence"}}. */
    public static final String ENTRY_APPENDED = "EntryAppended";

    /** Payload: a {@link org.evenhand.core.fact.RoundRecord}. */
    public static final String ROUND_DECIDED = "RoundDecided";

    /** Payload: {@code {"pool","number","digest","approvals"}}. */
    public static final String POLICY_PROPOSED = "PolicyProposed";

    /** Payload as {@link #POLICY_PROPOSED}; the approvals do not suffice yet. */
    public static final String POLICY_APPROVED = "PolicyApproved";

    /** Payload as {@link #POLICY_PROPOSED}; the policy is now in force. */
    public static final String POLICY_ADOPTED = "PolicyAdopted";

    /** Payload: {@code {"pool","class"}}. */
    public static final String CLASS_DEFINED = "ClassDefined";

    /** Payload: {@code {"pool","stream","writer"}}, the registration as it is now. */
    public static final String WRITER_UPDATED = "WriterUpdated";

    private EventNames() {}
}
