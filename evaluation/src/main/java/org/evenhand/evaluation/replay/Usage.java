package org.evenhand.evaluation.replay;

import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Resources;

/** Adds up demand times time, and sets it against capacity times makespan. Not for several threads. */
final class Usage {
    private final TreeMap<String, Double> used = new TreeMap<>();
    private final TreeMap<String, Double> present = new TreeMap<>();
    private long tasks;

    /** A task has used its demand for so long. */
    void use(Resources demand, long millis) {
        tasks++;
        demand.amounts().forEach((name, amount) -> used.merge(name, (double) amount * millis, Double::sum));
    }

    /** So much is there. */
    void have(Resources capacity) {
        capacity.amounts().forEach((name, amount) -> present.merge(name, (double) amount, Double::sum));
    }

    long tasks() {
        return tasks;
    }

    double used(String resource) {
        return used.getOrDefault(resource, 0.0);
    }

    double present(String resource) {
        return present.getOrDefault(resource, 0.0);
    }

    /** The share of each resource that was used over so long, in basis points. */
    SortedMap<String, Long> basisPoints(long makespanMillis) {
        TreeMap<String, Long> shares = new TreeMap<>();
        present.forEach((name, amount) -> shares.put(name, share(used(name), amount * Math.max(1, makespanMillis))));
        return shares;
    }

    /** A part in basis points of a whole; 0 of nothing. */
    static long share(double part, double whole) {
        return whole == 0 ? 0 : Math.round(part * Limits.BASIS_POINTS / whole);
    }
}
