package org.evenhand.node.pool;

import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;

/** The streams that a proposal names, as many as the contract accepts in one request. */
final class RoundRequest {
    /** {@code "stream":7,} takes this many bytes besides the name and the number; both are ASCII. */
    private static final int BYTES_AROUND = 4;

    private static final int BYTES_OF_BRACES = 2;

    private final TreeMap<StreamId, Long> inputs = new TreeMap<>();
    private int bytes = BYTES_OF_BRACES;

    /** Adds a stream that is not there yet, unless the request is full; says whether it was added. */
    boolean add(StreamId stream, long upTo) {
        int more = stream.toString().length() + Long.toString(upTo).length() + BYTES_AROUND;
        if (inputs.size() == Limits.STREAMS_PER_ROUND_MAX || bytes + more > Limits.ROUND_REQUEST_BYTES_MAX) {
            return false;
        }
        bytes += more;
        inputs.put(stream, upTo);
        return true;
    }

    SortedMap<StreamId, Long> inputs() {
        return inputs;
    }
}
