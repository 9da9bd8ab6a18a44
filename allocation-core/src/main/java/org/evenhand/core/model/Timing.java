package org.evenhand.core.model;

import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * The intervals of a pool, all in milliseconds.
 *
 * @param reportIntervalMillis how often a node reports
 * @param staleAfterMillis silence after which a node is given nothing more
 * @param failAfterMillis silence after which a node's work is placed again; what a node may do meanwhile is its
 *     {@link #leaseMillis lease}
 * @param freezeMaxMillis for at most this long relief and recovery stand still while half of the pool is silent
 * @param backlogMillis work a node may have waiting, as drain time
 * @param backlogHighMillis drain time past which a node counts as overloaded
 * @param probationMillis how long a new or returning node ramps up to its full share
 * @param coolDownMillis how long relief leaves a node alone after it took running work from it
 * @param turnTimeoutMillis after this without a decision any organisation may propose a round
 * @param unplaceableAfterMillis how long a task that no node could ever hold waits for one that can
 */
public record Timing(
        long reportIntervalMillis,
        long staleAfterMillis,
        long failAfterMillis,
        long freezeMaxMillis,
        long backlogMillis,
        long backlogHighMillis,
        long probationMillis,
        long coolDownMillis,
        long turnTimeoutMillis,
        long unplaceableAfterMillis) {
    public static final Timing DEFAULT =
            new Timing(2_000, 6_000, 15_000, 30_000, 3_000, 10_000, 30_000, 5_000, 500, 10_000);

    /**
     * For how long a node that the ledger does not hear may go on starting tasks: less than it takes to be found
     * failed, as the time of its last entry may be behind the endorsers' clocks, and that of the round ahead of them.
     */
    public long leaseMillis() {
        return Math.max(0, failAfterMillis - Limits.SKEW_MAX_MILLIS - Limits.ROUND_AHEAD_MAX_MILLIS);
    }

    static Timing read(ObjectReader reader) throws MalformedException {
        Timing timing = unordered(reader);
        if (timing.reportIntervalMillis > timing.staleAfterMillis
                || timing.staleAfterMillis >= timing.failAfterMillis) {
            throw new MalformedException(
                    MalformedException.Problem.THRESHOLDS_NOT_ORDERED,
                    "expected reportIntervalMillis <= staleAfterMillis < failAfterMillis, found "
                            + timing.reportIntervalMillis + ", " + timing.staleAfterMillis + " and "
                            + timing.failAfterMillis);
        }
        if (timing.turnTimeoutMillis <= Limits.ROUND_AHEAD_MAX_MILLIS) {
            throw new MalformedException(
                    MalformedException.Problem.THRESHOLDS_NOT_ORDERED,
                    "expected turnTimeoutMillis to exceed what a round's time may be ahead, "
                            + Limits.ROUND_AHEAD_MAX_MILLIS + " ms, found " + timing.turnTimeoutMillis);
        }
        if (timing.reportIntervalMillis > timing.leaseMillis()) {
            throw new MalformedException(
                    MalformedException.Problem.THRESHOLDS_NOT_ORDERED,
                    "expected failAfterMillis to leave a node a lease of a report's interval, "
                            + timing.reportIntervalMillis + " ms, found one of " + timing.leaseMillis() + " ms");
        }
        return timing;
    }

    private static Timing unordered(ObjectReader reader) throws MalformedException {
        return new Timing(
                millis(reader, "reportIntervalMillis", DEFAULT.reportIntervalMillis),
                millis(reader, "staleAfterMillis", DEFAULT.staleAfterMillis),
                millis(reader, "failAfterMillis", DEFAULT.failAfterMillis),
                millis(reader, "freezeMaxMillis", DEFAULT.freezeMaxMillis),
                millis(reader, "backlogMillis", DEFAULT.backlogMillis),
                millis(reader, "backlogHighMillis", DEFAULT.backlogHighMillis),
                millis(reader, "probationMillis", DEFAULT.probationMillis),
                millis(reader, "coolDownMillis", DEFAULT.coolDownMillis),
                millis(reader, "turnTimeoutMillis", DEFAULT.turnTimeoutMillis),
                millis(reader, "unplaceableAfterMillis", DEFAULT.unplaceableAfterMillis));
    }

    private static long millis(ObjectReader reader, String name, long absent) throws MalformedException {
        return reader.number(name, 0, Limits.DURATION_MAX_MILLIS, absent);
    }

    void write(Json.ObjectBuilder object) {
        object.put("reportIntervalMillis", reportIntervalMillis)
                .put("staleAfterMillis", staleAfterMillis)
                .put("failAfterMillis", failAfterMillis)
                .put("freezeMaxMillis", freezeMaxMillis)
                .put("backlogMillis", backlogMillis)
                .put("backlogHighMillis", backlogHighMillis)
                .put("probationMillis", probationMillis)
                .put("coolDownMillis", coolDownMillis)
                .put("turnTimeoutMillis", turnTimeoutMillis)
                .put("unplaceableAfterMillis", unplaceableAfterMillis);
    }
}
