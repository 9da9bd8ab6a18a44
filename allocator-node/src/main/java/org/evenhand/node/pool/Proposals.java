package org.evenhand.node.pool;

import java.util.TreeMap;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.StreamId;

/**
 * The proposals that nodes of this process have under way. A node waits for one of its own organisation instead of
 * racing it; of other organisations it knows nothing, since no organisation should depend on another's word. For any
 * number of threads.
 */
public final class Proposals {
    /** So long, and no longer, a proposal is waited for: until it is answered, and its round has been heard of. */
    static final long MILLIS_MAX = 3_000;

    private final TreeMap<MspId, UnderWay> underWay = new TreeMap<>();
    private final Patience patience = new Patience();

    private record UnderWay(StreamId node, long round, long sinceMillis) {}

    /** A node proposes a round. */
    public synchronized void begun(StreamId node, long round, long nowMillis) {
        underWay.put(node.msp(), new UnderWay(node, round, nowMillis));
    }

    /** How long a proposal took until the ledger had it, first in its round or not. */
    public synchronized void took(long millis) {
        patience.took(millis);
    }

    /** A node's proposal came to nothing, or the node did. */
    public synchronized void failed(StreamId node) {
        UnderWay open = underWay.get(node.msp());
        if (open != null && open.node().equals(node)) {
            underWay.remove(node.msp());
        }
    }

    /** Until when a node should leave a round to another node of its organisation; 0 if none is at it. */
    public synchronized long leftToOtherUntilMillis(StreamId node, long round) {
        UnderWay open = underWay.get(node.msp());
        if (open == null || open.round() != round || open.node().equals(node)) {
            return 0;
        }
        return open.sinceMillis() + MILLIS_MAX;
    }

    /** How long to wait for a proposal that may be under way elsewhere. */
    public synchronized long patienceMillis() {
        return patience.millis();
    }
}
