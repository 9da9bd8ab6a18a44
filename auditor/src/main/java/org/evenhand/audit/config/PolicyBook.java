package org.evenhand.audit.config;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.evenhand.audit.identity.Membership;
import org.evenhand.audit.identity.SignaturePolicies;
import org.evenhand.audit.identity.Signer;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.Policy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.peer.ApplicationPolicy;

/**
 * Evaluates the policies of one configuration. The same few sets of signers come again and again, so every answer is
 * remembered; the book must not outlive its configuration. Not safe for use by several threads.
 */
public final class PolicyBook {
    /** Answers remembered before they are forgotten together. */
    static final int ANSWERS_MAX = 10_000;

    private static final String ROOT = "Channel";

    private record Question(Object policy, List<Signer> signers) {}

    private final ConfigGroup root;
    private final Membership membership;
    private final Map<Question, Boolean> answers = new HashMap<>();

    PolicyBook(ConfigGroup root, Membership membership) {
        this.root = root;
        this.membership = membership;
    }

    /** Returns whether there is a policy at an absolute path such as {@code /Channel/Orderer/BlockValidation}. */
    public boolean has(String path) {
        return find(path).isPresent();
    }

    /** Returns whether the signers satisfy the policy at an absolute path; a policy that is not there refuses all. */
    public boolean isSatisfied(String path, List<Signer> signers) {
        return remembered(path, signers, () -> find(path)
                .map(found -> evaluate(found.policy(), found.group(), signers))
                .orElse(false));
    }

    /** Returns whether the signers satisfy a chaincode's or key's policy, a serialized {@code ApplicationPolicy}. */
    public boolean isApplicationPolicySatisfied(ByteString serialized, List<Signer> signers) {
        return remembered(serialized, signers, () -> {
            try {
                ApplicationPolicy policy = ApplicationPolicy.parseFrom(serialized);
                return switch (policy.getTypeCase()) {
                    case SIGNATURE_POLICY ->
                        SignaturePolicies.isSatisfied(policy.getSignaturePolicy(), signers, membership);
                    case CHANNEL_CONFIG_POLICY_REFERENCE ->
                        isSatisfied(absolute(policy.getChannelConfigPolicyReference()), signers);
                    case TYPE_NOT_SET -> false;
                };
            } catch (InvalidProtocolBufferException e) {
                return false;
            }
        });
    }

    // References are looked up from the channel's root; a relative one lies directly below it.
    private static String absolute(String reference) {
        return reference.startsWith("/") ? reference : "/" + ROOT + "/" + reference;
    }

    private boolean remembered(Object policy, List<Signer> signers, BooleanSupplier evaluation) {
        Question question = new Question(policy, List.copyOf(signers));
        Boolean known = answers.get(question);
        if (known != null) {
            return known;
        }
        boolean answer = evaluation.getAsBoolean();
        if (answers.size() >= ANSWERS_MAX) {
            answers.clear();
        }
        answers.put(question, answer);
        return answer;
    }

    private record Found(Policy policy, ConfigGroup group) {}

    private Optional<Found> find(String path) {
        Deque<String> steps = new ArrayDeque<>(Arrays.asList(path.split("/", -1)));
        if (!"".equals(steps.poll()) || !ROOT.equals(steps.poll()) || steps.isEmpty()) {
            return Optional.empty();
        }
        String name = steps.removeLast();
        ConfigGroup group = root;
        for (String step : steps) {
            ConfigGroup next = group.getGroupsMap().get(step);
            if (next == null) {
                return Optional.empty();
            }
            group = next;
        }
        ConfigPolicy policy = group.getPoliciesMap().get(name);
        return policy == null ? Optional.empty() : Optional.of(new Found(policy.getPolicy(), group));
    }

    private boolean evaluate(Policy policy, ConfigGroup group, List<Signer> signers) {
        try {
            return switch (Policy.PolicyType.forNumber(policy.getType()) == null
                    ? Policy.PolicyType.UNKNOWN
                    : Policy.PolicyType.forNumber(policy.getType())) {
                case SIGNATURE ->
                    SignaturePolicies.isSatisfied(
                            SignaturePolicyEnvelope.parseFrom(policy.getValue()), signers, membership);
                case IMPLICIT_META -> evaluate(ImplicitMetaPolicy.parseFrom(policy.getValue()), group, signers);
                default -> false;
            };
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    private boolean evaluate(ImplicitMetaPolicy policy, ConfigGroup group, List<Signer> signers) {
        int total = group.getGroupsCount();
        int needed =
                switch (policy.getRule()) {
                    case ANY -> Math.min(1, total);
                    case ALL -> total;
                    case MAJORITY -> total == 0 ? 0 : total / 2 + 1;
                    case UNRECOGNIZED -> Integer.MAX_VALUE;
                };
        int satisfied = 0;
        for (ConfigGroup member : group.getGroupsMap().values()) {
            ConfigPolicy inner = member.getPoliciesMap().get(policy.getSubPolicy());
            if (inner != null && evaluate(inner.getPolicy(), member, signers)) {
                satisfied++;
            }
        }
        return satisfied >= needed;
    }
}
