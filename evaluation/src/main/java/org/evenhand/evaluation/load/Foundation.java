package org.evenhand.evaluation.load;

import java.io.IOException;
import java.util.List;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.TaskClass;

/** Founds a pool: its first policy, which every member approves, and its task classes. */
public final class Foundation {
    private Foundation() {}

    /**
     * Founds a pool in which every organisation of the network is a member.
     *
     * @param policy its first policy, naming these organisations
     */
    public static void found(LoadTarget network, PoolId pool, Policy policy, List<TaskClass> classes)
            throws IOException, EvenhandException, InterruptedException {
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
        try (EvenhandClient definer = network.admin(first)) {
            for (TaskClass taskClass : classes) {
                definer.defineTaskClass(pool, taskClass);
            }
        }
    }
}
