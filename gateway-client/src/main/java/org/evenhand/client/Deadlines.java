package org.evenhand.client;

import java.time.Duration;

/**
 * How long each phase of a transaction may take. The Gateway itself waits up to 3 s for a peer that hangs (where it is
 * set up as it should be) and then asks another, so an endorsement is given time for both.
 *
 * @param evaluate a query
 * @param endorse one try to have a transaction endorsed
 * @param submit handing it to an orderer; and, when that failed, waiting whether the ledger has it all the same
 * @param commitStatus from then until the ledger has it, over all tries to ask
 */
public record Deadlines(Duration evaluate, Duration endorse, Duration submit, Duration commitStatus) {
    /** Long enough for a Gateway that has to ask a second peer. */
    public static final Deadlines DEFAULT =
            new Deadlines(Duration.ofSeconds(5), Duration.ofSeconds(7), Duration.ofSeconds(4), Duration.ofSeconds(15));

    public Deadlines {
        requirePositive(evaluate);
        requirePositive(endorse);
        requirePositive(submit);
        requirePositive(commitStatus);
    }

    private static void requirePositive(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a deadline of " + deadline);
        }
    }
}
