package org.evenhand.core.rules;

import java.util.Optional;
import org.evenhand.core.state.PoolState;

/**
 * One version of the rules of allocation. A version pins the algorithm, its bytes and the keys it reads and writes;
 * every build carries all versions, so that a ledger of any age can be decided again.
 */
public interface Rules {
    int version();

    /**
     * Decides a round. Total and pure: the same arguments give the same facts on every machine.
     *
     * @param state the pool before the round; not changed
     * @param input what the round was given
     * @param trace told why; changes nothing
     * @return the facts, none if nothing is due, and the state after them
     */
    Decision decide(PoolState state, RoundInput input, Trace trace);

    /** The rules of a version, if this build knows it. */
    static Optional<Rules> of(int version) {
        return version == RulesV1.VERSION ? Optional.of(new RulesV1()) : Optional.empty();
    }
}
