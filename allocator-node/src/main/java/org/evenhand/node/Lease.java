package org.evenhand.node;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.evenhand.core.model.Limits;
import org.evenhand.node.time.Moment;

/**
 * Says whether a node may start tasks: only while the ledger has heard of it so lately that no round can have given its
 * tasks to others. The ledger counts a node's silence from the time in its last report; that time, and the round's own,
 * may each be {@link Limits#SKEW_MAX_MILLIS} off, so the lease is that much shorter, twice, than what makes a node fail.
 *
 * <p>A lease that has lapsed does not hold again before it is renewed. Used from within the node's mailbox alone.
 */
final class Lease {
    private final Supplier<Moment> clock;
    private final LongSupplier failAfterMillis;
    private final Runnable onLapse;
    private Optional<Moment> renewed = Optional.empty();
    private boolean lapsed;

    /**
     * A lease that does not hold yet.
     *
     * @param failAfterMillis the pool's: silence after which a node's work is placed again
     * @param onLapse called once when the lease is found to have lapsed
     */
    Lease(Supplier<Moment> clock, LongSupplier failAfterMillis, Runnable onLapse) {
        this.clock = clock;
        this.failAfterMillis = failAfterMillis;
        this.onLapse = onLapse;
    }

    /**
     * An entry of the node was committed.
     *
     * @param looked when the node looked at what the entry reports: the ledger's silence counts from no later than that
     * @return whether the lease had lapsed: others may have been given what the node had
     */
    boolean renew(Moment looked) {
        boolean anew = renewed.isPresent() && !holds();
        renewed = Optional.of(looked);
        lapsed = false;
        return anew;
    }

    boolean holds() {
        check();
        return renewed.isPresent() && !lapsed;
    }

    /** Finds out, and tells, when the lease has lapsed. */
    void check() {
        if (renewed.isEmpty() || lapsed) {
            return;
        }
        long millis = Math.max(0, failAfterMillis.getAsLong() - 2 * Limits.SKEW_MAX_MILLIS);
        if (clock.get().millisSince(renewed.get()) > millis) {
            lapsed = true;
            onLapse.run();
        }
    }
}
