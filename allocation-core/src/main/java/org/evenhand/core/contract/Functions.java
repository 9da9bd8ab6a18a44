package org.evenhand.core.contract;

/** The contract's functions and, in order, their arguments; all arguments are UTF-8 text. */
public final class Functions {
    /** {@code pool, number, policy (JSON)}. */
    public static final String PROPOSE_POLICY = "ProposePolicy";

    /** {@code pool, number, digest of the proposed policy}. */
    public static final String APPROVE_POLICY = "ApprovePolicy";

    /** {@code pool, class (JSON)}. */
    public static final String DEFINE_TASK_CLASS = "DefineTaskClass";

    /** {@code pool, stream, sequence, entry (JSON)}. */
    public static final String APPEND = "Append";

    /** {@code pool, stream, change (JSON: key, address, or both)}; by the stream's key or its organisation's admin. */
    public static final String UPDATE_WRITER = "UpdateWriter";

    /** {@code pool, proposer's stream, inputs (JSON object: stream to last sequence)}. */
    public static final String DECIDE_ROUND = "DecideRound";

    /** {@code pool}: the policy in force, its number and digest, and what waits for approval. */
    public static final String GET_POOL = "GetPool";

    /** {@code pool, class}: the class as it was defined; who runs tasks must know what they take. */
    public static final String GET_TASK_CLASS = "GetTaskClass";

    /** {@code pool, stream}. */
    public static final String GET_NODE = "GetNode";

    /** {@code pool}. */
    public static final String LIST_NODES = "ListNodes";

    /** {@code pool, stream}: the writer's registration, its last entry's number, and how far rounds have taken it. */
    public static final String GET_STREAM = "GetStream";

    /** {@code pool, stream, sequence}: the transaction that appended the entry, and when. */
    public static final String GET_ENTRY = "GetEntry";

    /** {@code pool, submission}: what of it waits and what is outstanding where. */
    public static final String GET_SUBMISSION = "GetSubmission";

    /** {@code pool, submission, index}. */
    public static final String LOCATE_TASK = "LocateTask";

    /** {@code pool}. */
    public static final String GET_HEAD = "GetHead";

    /** {@code pool, number}: the id of the transaction that decided the round; its event holds the record. */
    public static final String GET_ROUND = "GetRound";

    private Functions() {}
}
