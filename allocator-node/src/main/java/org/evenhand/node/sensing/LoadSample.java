package org.evenhand.node.sensing;

import java.util.Map;
import java.util.TreeMap;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.Utilisation;
import org.evenhand.node.execution.ResourceSum;

/**
 * What was in use at one moment, set against what the node has.
 *
 * @param utilisation share of each resource of the node's capacity, in basis points
 * @param background what was in use beyond the demand of the tasks that ran, as the contract reckons it too
 */
public record LoadSample(Utilisation utilisation, Resources background) {
    /** Nothing is in use. */
    public static final LoadSample NONE = new LoadSample(Utilisation.NONE, Resources.NONE);

    /**
     * Takes a sample.
     *
     * @param usage amounts in use
     * @param capacity of the node
     * @param demand of the tasks that run
     */
    public static LoadSample of(Resources usage, Resources capacity, Resources demand) {
        TreeMap<String, Long> shares = new TreeMap<>();
        for (Map.Entry<String, Long> all : capacity.amounts().entrySet()) {
            long share = usage.amount(all.getKey()) * Limits.BASIS_POINTS / all.getValue();
            if (share > 0) {
                shares.put(all.getKey(), Math.min(share, Limits.UTILISATION_MAX_BASIS_POINTS));
            }
        }
        ResourceSum beyond = new ResourceSum();
        usage.amounts().forEach((resource, amount) -> {
            if (capacity.amount(resource) > 0) {
                beyond.add(resource, Math.max(0, amount - demand.amount(resource)));
            }
        });
        return new LoadSample(new Utilisation(shares), beyond.toResources());
    }
}
