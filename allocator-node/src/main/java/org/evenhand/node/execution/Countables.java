package org.evenhand.node.execution;

import java.util.TreeMap;
import org.evenhand.core.model.Resources;

/** Resources that are counted in pieces: no operating system sees who holds them. */
public final class Countables {
    private Countables() {}

    /** What is countable of some amounts. */
    public static Resources of(Resources amounts) {
        TreeMap<String, Long> countable = new TreeMap<>();
        amounts.amounts().forEach((resource, amount) -> {
            if (!Resources.isStandard(resource)) {
                countable.put(resource, amount);
            }
        });
        return new Resources(countable);
    }
}
