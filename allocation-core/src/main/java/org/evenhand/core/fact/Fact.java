package org.evenhand.core.fact;

import org.evenhand.core.json.Json;

/**
 * One thing that a round decided. A fact holds everything that {@link org.evenhand.core.state.PoolState#apply} needs,
 * so whoever has the facts can rebuild the state without knowing the rules.
 */
public sealed interface Fact permits StreamFact, NodeFact, TaskFact, PoolFact {

    /** The word that tells this kind of fact from the others, such as {@code placed}. */
    String kind();

    /** Writes the fact's own fields; {@link Facts} adds the kind. */
    void write(Json.ObjectBuilder object);
}
