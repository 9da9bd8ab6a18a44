package org.evenhand.core.fact;

import org.evenhand.core.json.Json;

/** Facts about the whole pool. */
public sealed interface PoolFact extends Fact {

    /**
     * Half of the pool is silent: relief and recovery stand still for a while.
     *
     * @param sinceMillis since when
     */
    record Frozen(long sinceMillis) implements PoolFact {
        @Override
        public String kind() {
            return "frozen";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("sinceMillis", sinceMillis);
        }
    }

    /** Less than half of the pool is silent again. */
    record Thawed() implements PoolFact {
        @Override
        public String kind() {
            return "thawed";
        }

        @Override
        public void write(Json.ObjectBuilder object) {}
    }
}
