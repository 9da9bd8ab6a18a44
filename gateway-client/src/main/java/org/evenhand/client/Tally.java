package org.evenhand.client;

import java.util.concurrent.atomic.LongAdder;

/** Counts what {@link ClientCounters} shows. */
final class Tally {
    private final LongAdder committed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder mismatches = new LongAdder();
    private final LongAdder roundsLost = new LongAdder();
    private final LongAdder invalid = new LongAdder();
    private final LongAdder unknown = new LongAdder();

    void committed() {
        committed.increment();
    }

    void retried() {
        retries.increment();
    }

    void mismatch() {
        mismatches.increment();
    }

    /** Counts a failure that is final. */
    void failed(EvenhandException failure) {
        if (failure.refusal().isPresent()) {
            refused.increment();
        } else if (failure instanceof RoundLostException) {
            roundsLost.increment();
        } else if (failure instanceof CommitFailedException) {
            invalid.increment();
        } else if (failure instanceof CommitStatusUnknownException) {
            unknown.increment();
        }
    }

    ClientCounters counters() {
        return new ClientCounters(
                committed.sum(),
                refused.sum(),
                retries.sum(),
                mismatches.sum(),
                roundsLost.sum(),
                invalid.sum(),
                unknown.sum());
    }
}
