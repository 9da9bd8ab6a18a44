package org.evenhand.audit.identity;

import java.util.List;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;

/**
 * Evaluates "n out of" policies as Fabric does: greedily, from left to right, each signer used once. A set of
 * signatures that a cleverer assignment would accept can fail, and must fail here too.
 */
public final class SignaturePolicies {
    private SignaturePolicies() {}

    /** Returns whether the valid signatures among these satisfy the policy. */
    public static boolean isSatisfied(SignaturePolicyEnvelope policy, List<Signer> signers, Membership membership) {
        List<Member> members = membership.counted(signers);
        return isWellFormed(policy.getRule(), policy.getIdentitiesCount())
                && holds(policy.getRule(), policy, members, new boolean[members.size()], membership);
    }

    private static boolean isWellFormed(SignaturePolicy rule, int identities) {
        return switch (rule.getTypeCase()) {
            case SIGNED_BY -> rule.getSignedBy() >= 0 && rule.getSignedBy() < identities;
            case N_OUT_OF ->
                rule.getNOutOf().getRulesList().stream().allMatch(inner -> isWellFormed(inner, identities));
            case TYPE_NOT_SET -> false;
        };
    }

    private static boolean holds(
            SignaturePolicy rule,
            SignaturePolicyEnvelope policy,
            List<Member> members,
            boolean[] used,
            Membership membership) {
        if (rule.getTypeCase() == SignaturePolicy.TypeCase.SIGNED_BY) {
            for (int i = 0; i < members.size(); i++) {
                if (!used[i] && membership.satisfies(members.get(i), policy.getIdentities(rule.getSignedBy()))) {
                    used[i] = true;
                    return true;
                }
            }
            return false;
        }
        int satisfied = 0;
        for (SignaturePolicy inner : rule.getNOutOf().getRulesList()) {
            boolean[] tentative = used.clone();
            if (holds(inner, policy, members, tentative, membership)) {
                satisfied++;
                System.arraycopy(tentative, 0, used, 0, used.length);
            }
        }
        return satisfied >= rule.getNOutOf().getN();
    }
}
