package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Policy;
import org.evenhand.core.state.PoolState;

/** Whose turn it is to propose: organisations with an active node, one after the other, in name order. */
public final class Turns {
    private Turns() {}

    /** The organisation to which a round belongs; none while no member has an active node. */
    public static Optional<MspId> ownerOf(long round, PoolState state, Policy policy) {
        TreeSet<MspId> organisations = new TreeSet<>();
        for (NodeState node : state.nodes().values()) {
            if (node.isActive() && policy.members().contains(node.id().msp())) {
                organisations.add(node.id().msp());
            }
        }
        return ownerOf(round, organisations);
    }

    /** The organisation to which a round belongs, among those with an active node. */
    public static Optional<MspId> ownerOf(long round, SortedSet<MspId> organisations) {
        if (organisations.isEmpty()) {
            return Optional.empty();
        }
        List<MspId> inOrder = new ArrayList<>(organisations);
        return Optional.of(inOrder.get((int) (round % inOrder.size())));
    }

    /** Whether a proposal at this time is open to everybody, because the organisation whose turn it is kept silent. */
    public static boolean openToAll(long nowMillis, long lastDecidedMillis, Policy policy) {
        return nowMillis - lastDecidedMillis >= policy.timing().turnTimeoutMillis();
    }
}
