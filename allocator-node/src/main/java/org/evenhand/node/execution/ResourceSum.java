package org.evenhand.node.execution;

import java.util.Map;
import java.util.TreeMap;
import org.evenhand.core.model.Resources;

/** Adds up amounts of resources. Not for several threads. */
public final class ResourceSum {
    private final TreeMap<String, Long> amounts = new TreeMap<>();

    /** Adds {@code times} times what is given; a negative count takes away. */
    public ResourceSum add(Resources each, long times) {
        for (Map.Entry<String, Long> amount : each.amounts().entrySet()) {
            add(amount.getKey(), amount.getValue() * times);
        }
        return this;
    }

    public ResourceSum add(String resource, long amount) {
        amounts.merge(resource, amount, Long::sum);
        return this;
    }

    public long amount(String resource) {
        return amounts.getOrDefault(resource, 0L);
    }

    /** The sum; what has fallen below 0 counts as 0. */
    public Resources toResources() {
        TreeMap<String, Long> present = new TreeMap<>();
        amounts.forEach((resource, amount) -> present.put(resource, Math.max(0, amount)));
        return new Resources(present);
    }
}
