package org.evenhand.core.rules;

import java.util.List;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.state.PoolState;

/**
 * What a round decided.
 *
 * @param facts in the order in which they were decided
 * @param after the state after applying them
 */
public record Decision(List<Fact> facts, PoolState after) {
    public Decision {
        facts = List.copyOf(facts);
    }
}
