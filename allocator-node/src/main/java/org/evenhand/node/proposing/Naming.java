package org.evenhand.node.proposing;

import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.model.StreamId;

/**
 * How many streams a round should name: all that have something, until that was too much for one round; then half as
 * many at each attempt, until one succeeds.
 */
final class Naming {
    private int namesMax = Integer.MAX_VALUE;
    private int named;

    /** Those to name now. */
    SortedMap<StreamId, Long> of(SortedMap<StreamId, Long> ripe) {
        TreeMap<StreamId, Long> names = new TreeMap<>();
        ripe.entrySet().stream().limit(namesMax).forEach(entry -> names.put(entry.getKey(), entry.getValue()));
        named = names.size();
        return names;
    }

    /** What was named last made a round that was too large. */
    void wasTooMuch() {
        namesMax = Math.max(1, named / 2);
    }

    /** A round has been decided. */
    void wentWell() {
        namesMax = Integer.MAX_VALUE;
    }
}
