package org.evenhand.network.ledger;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The state as it was right after one block. It never changes: a simulation that holds one sees a single height, blocks
 * no commit, and has nothing to close.
 */
public interface StateReader {
    /** The number of blocks that made this state. */
    long height();

    /** The value of a key; empty when it was never written, or was deleted. */
    Optional<VersionedValue> get(String namespace, String key);

    /**
     * The keys from {@code startInclusive} up to, not including, {@code endExclusive}, in the byte order of their UTF-8
     * form.
     *
     * @param startInclusive the first key; empty for the namespace's first.
     * @param endExclusive the end; empty for no end.
     */
    Iterator<KeyedValue> range(String namespace, String startInclusive, String endExclusive);

    /**
     * All valid writes of a key up to this height, the newest first. Each is read from its block when it is asked for.
     */
    List<HistoricValue> history(String namespace, String key);
}
