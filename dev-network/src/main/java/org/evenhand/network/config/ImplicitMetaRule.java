package org.evenhand.network.config;

import java.util.List;
import org.evenhand.network.msp.Identity;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;

/**
 * Any, all or a majority of the policies of one name in the groups below.
 *
 * @param needed how many must be satisfied.
 * @param below those policies; a group without one counts as never satisfied.
 */
record ImplicitMetaRule(int needed, List<Policy> below) implements Policy {
    ImplicitMetaRule {
        below = List.copyOf(below);
    }

    static ImplicitMetaRule of(ImplicitMetaPolicy.Rule rule, List<Policy> below) {
        int count = below.size();
        int needed =
                switch (rule) {
                    case ANY -> Math.min(1, count);
                    case ALL -> count;
                    case MAJORITY -> count == 0 ? 0 : count / 2 + 1;
                    case UNRECOGNIZED -> throw new IllegalArgumentException("unknown implicit meta rule");
                };
        return new ImplicitMetaRule(needed, below);
    }

    @Override
    public boolean satisfiedBy(List<Identity> signers) {
        int satisfied = 0;
        for (Policy policy : below) {
            if (satisfied == needed) {
                break;
            }
            if (policy.satisfiedBy(signers)) {
                satisfied++;
            }
        }
        return satisfied >= needed;
    }
}
