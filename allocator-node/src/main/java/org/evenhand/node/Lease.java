package org.evenhand.node;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.evenhand.node.time.Moment;

/**
 * Says whether a node may start tasks: only while the ledger has heard of it so lately that no round can have given its
 * tasks to others ({@link org.evenhand.core.model.Timing#leaseMillis}).
 *
 * <p>A lease that has lapsed does not hold again before it is renewed. Used from within the node's mailbox alone.
 */
final class Lease {
    private final Supplier<Moment> clock;
    private final LongSupplier leaseMillis;
    private final Runnable onLapse;
    private Optional<Moment> renewed = Optional.empty();
    private boolean lapsed;

    /**
     * A lease that does not hold yet.
     *
     * @param leaseMillis the pool's: how long one lasts
     * @param onLapse called once when the lease is found to have lapsed
     */
    Lease(Supplier<Moment> clock, LongSupplier leaseMillis, Runnable onLapse) {
        this.clock = clock;
        this.leaseMillis = leaseMillis;
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

    /** How long ago the node looked at what the last entry that was committed tells; nothing before the first. */
    Optional<Long> sinceRenewedMillis() {
        return renewed.map(moment -> clock.get().millisSince(moment));
    }

    /** Finds out, and tells, when the lease has lapsed. */
    void check() {
        if (renewed.isEmpty() || lapsed) {
            return;
        }
        if (clock.get().millisSince(renewed.get()) > leaseMillis.getAsLong()) {
            lapsed = true;
            onLapse.run();
        }
    }
}
