package org.evenhand.core.model;

/** Every list, string and number has a limit; these are the ones that no policy can change. */
public final class Limits {
    /** A writer's and an endorser's clock may lie this far from the transaction's time, in milliseconds. */
    public static final long SKEW_MAX_MILLIS = 2_000;

    /** Entries that a stream keeps: the slots of its ring. */
    public static final int STREAM_SLOTS = 64;

    /** An honest writer stays this close to the rounds, so that no entry of its is ever given up. */
    public static final int STREAM_AHEAD_MAX = 32;

    /**
     * A stream of which more entries than this wait for a round loses the oldest: a writer that is a whole ring ahead
     * would overwrite the very slots that a round reads, and so undo one round after the other.
     */
    public static final int STREAM_LAG_MAX = 48;

    /**
     * A round's time may be this far ahead of an endorser's clock, in milliseconds; less than the time after which a
     * turn is open to all, or whoever has a fast clock could open every turn at once.
     */
    public static final long ROUND_AHEAD_MAX_MILLIS = 200;

    /** Nodes whose load shares one key. */
    public static final int NODES_PER_SHELF = 16;

    /** Bytes of an entry. A Fabric transaction should stay below 1 MiB. */
    public static final int ENTRY_BYTES_MAX = 256 * 1024;

    /**
     * Bytes of entries after which a round takes no other: it should not run for seconds, nor its record grow past 1
     * MiB.
     */
    public static final int EVIDENCE_BYTES_PER_ROUND = 512 * 1024;

    /** Bytes of the facts that a round decides, more or less; what does not fit waits for the next. */
    public static final int FACT_BYTES_PER_ROUND = 640 * 1024;

    /** Bytes of a round's record and writes together: a guard against what the other limits should have prevented. */
    public static final int ROUND_BYTES_MAX = 8 * 1024 * 1024;

    /** Bytes of a policy or a task class. */
    public static final int GOVERNANCE_BYTES_MAX = 16 * 1024;

    /** Bytes of a change of a stream's key or address. */
    public static final int WRITER_CHANGE_BYTES_MAX = 1_024;

    /** Bytes of the request of a round. */
    public static final int ROUND_REQUEST_BYTES_MAX = 64 * 1024;

    public static final int SUBMISSIONS_PER_ENTRY_MAX = 1_000;
    public static final int CANCELLATIONS_PER_ENTRY_MAX = 64;
    public static final int CLASSES_PER_ENTRY_MAX = 16;
    public static final int CLASSES_PER_ORGANISATION_MAX = 64;

    /** Ranges of each kind - running, finished, failed - in one report. */
    public static final int RANGES_PER_REPORT_MAX = 512;

    /** Running ranges of a report that the state keeps: sixteen nodes share a key. */
    public static final int RUNNING_KEPT_MAX = 128;

    /** Ranges of one report that a round names as late results; it only counts what is more. */
    public static final int LATE_RESULTS_PER_REPORT_MAX = 16;

    public static final int TASKS_PER_SUBMISSION_MAX = 10_000_000;

    /** Nodes of a pool; a larger fleet is several pools. */
    public static final int NODES_PER_POOL_MAX = 256;

    public static final int MEMBERS_MAX = 64;
    public static final int COUNTABLES_MAX = 8;
    public static final int STREAMS_PER_ROUND_MAX = 1_024;

    /** Any amount of a resource: millicores, MiB, kbit/s, operations/s, or pieces. */
    public static final long AMOUNT_MAX = 1_000_000_000_000L;

    /** Any duration: one year, in milliseconds. */
    public static final long DURATION_MAX_MILLIS = 366L * 24 * 3_600 * 1_000;

    /** Any point in time, in milliseconds since 1970: the year 5138. */
    public static final long TIME_MAX_MILLIS = 100_000_000_000_000L;

    /** Utilisation in basis points; a burst may exceed 10,000. */
    public static final int UTILISATION_MAX_BASIS_POINTS = 100_000;

    public static final int BASIS_POINTS = 10_000;
    public static final int PRIORITY_MAX = 9;
    public static final int ATTEMPTS_MAX = 100;
    public static final int SEQUENCE_BITS = 53;

    /** Sequence numbers and counters stay where every JSON reader keeps them exact. */
    public static final long COUNT_MAX = (1L << SEQUENCE_BITS) - 1;

    private Limits() {}
}
