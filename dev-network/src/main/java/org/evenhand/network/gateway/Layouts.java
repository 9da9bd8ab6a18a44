package org.evenhand.network.gateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.config.Policy;
import org.evenhand.network.endorser.Endorser;
import org.evenhand.network.msp.Identity;
import org.evenhand.network.msp.IdentityException;

/**
 * Finds the groups of endorsers that satisfy a policy with no member to spare, by asking the policy about every group:
 * with at most {@value #ENDORSERS_MAX} endorsers that is quick, and right for any policy.
 */
final class Layouts {
    private static final int ENDORSERS_MAX = 8;

    private final AtomicInteger turn = new AtomicInteger();
    private final Map<Question, List<List<Endorser>>> answers = new ConcurrentHashMap<>();

    /**
     * The groups, in the order in which they should be tried: those with the preferred endorser first, and within these
     * and the others starting at another one each time, so that the work is spread.
     *
     * @param candidates the endorsers that run the chaincode, the preferred one first.
     */
    List<List<Endorser>> find(List<Endorser> candidates, Policy policy, ChannelConfig config) {
        List<List<Endorser>> minimal = answers.computeIfAbsent(
                new Question(candidates, policy), question -> minimal(candidates, policy, config));
        List<List<Endorser>> preferred = new ArrayList<>();
        List<List<Endorser>> others = new ArrayList<>();
        for (List<Endorser> group : minimal) {
            (group.get(0).equals(candidates.get(0)) ? preferred : others).add(group);
        }
        int shift = turn.getAndIncrement();
        Collections.rotate(preferred, shift);
        Collections.rotate(others, shift);
        preferred.addAll(others);
        return preferred;
    }

    private static List<List<Endorser>> minimal(List<Endorser> candidates, Policy policy, ChannelConfig config) {
        if (candidates.size() > ENDORSERS_MAX) {
            throw new IllegalArgumentException("at most " + ENDORSERS_MAX + " endorsers: " + candidates.size());
        }
        List<Identity> identities = candidates.stream()
                .map(candidate -> identity(candidate, config))
                .toList();
        List<Integer> minimal = new ArrayList<>();
        for (int group = 1; group < 1 << candidates.size(); group++) {
            int members = group;
            // A group is a sum of powers of two, so all its proper subsets come before it.
            boolean spare = minimal.stream().anyMatch(smaller -> (smaller & members) == smaller);
            if (!spare && policy.satisfiedBy(members(identities, members))) {
                minimal.add(members);
            }
        }
        return minimal.stream().map(group -> members(candidates, group)).toList();
    }

    private static <T> List<T> members(List<T> all, int group) {
        List<T> members = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            if ((group & (1 << i)) != 0) {
                members.add(all.get(i));
            }
        }
        return members;
    }

    private static Identity identity(Endorser endorser, ChannelConfig config) {
        try {
            return config.msps().identity(endorser.identity());
        } catch (IdentityException e) {
            throw new IllegalStateException("the channel does not know its own peer of " + endorser.mspId(), e);
        }
    }

    /** A policy is the same object for as long as the configuration and the definition stand. */
    private record Question(List<Endorser> candidates, Policy policy) {}
}
