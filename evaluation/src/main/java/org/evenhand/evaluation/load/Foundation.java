package org.evenhand.evaluation.load;

import java.io.IOException;
import java.util.List;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.TaskClass;

/** Founds a pool: its first policy, which every member approves, and its task classes. */
public final class Foundation {
    private Foundation() {}

    /** How many task classes so many organisations may define together. */
    public static int classesMax(int organisations) {
        return organisations * Limits.CLASSES_PER_ORGANISATION_MAX;
    }

    /**
     * Founds a pool in which every organisation of the network is a member.
     *
     * @param policy its first policy, naming these organisations
     * @param classes the first organisation defines as many as one may, the next one those that are left, and so on; at
     *     most {@link #classesMax}
     */
    public static void found(LoadTarget network, PoolId pool, Policy policy, List<TaskClass> classes)
            throws IOException, EvenhandException, InterruptedException {
        if (classes.size() > classesMax(policy.members().size())) {
            throw new IllegalArgumentException(
                    classes.size() + " classes of " + policy.members().size() + " organisations");
        }
        MspId first = policy.members().get(0);
        Digest digest = Digest.of(policy.toJson());
        try (EvenhandClient proposer = network.admin(first)) {
            proposer.proposePolicy(pool, 1, policy);
        }
        for (MspId member : policy.members().subList(1, policy.members().size())) {
            try (EvenhandClient approver = network.admin(member)) {
                approver.approvePolicy(pool, 1, digest);
            }
        }
        for (int from = 0; from < classes.size(); from += Limits.CLASSES_PER_ORGANISATION_MAX) {
            MspId msp = policy.members().get(from / Limits.CLASSES_PER_ORGANISATION_MAX);
            int to = Math.min(classes.size(), from + Limits.CLASSES_PER_ORGANISATION_MAX);
            define(network, pool, msp, classes.subList(from, to));
        }
    }

    private static void define(LoadTarget network, PoolId pool, MspId msp, List<TaskClass> classes)
            throws IOException, EvenhandException, InterruptedException {
        try (EvenhandClient definer = network.admin(msp)) {
            for (TaskClass taskClass : classes) {
                definer.defineTaskClass(pool, taskClass);
            }
        }
    }
}
