package org.evenhand.core.contract;

import java.util.Optional;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Writer;
import org.evenhand.core.state.LedgerKeys;

/** Reads the registrations of streams. */
final class Registrations {
    private Registrations() {}

    static Optional<Writer> find(PoolId pool, StreamId stream, StateReader state) throws MalformedException {
        Optional<Bytes> bytes = state.get(LedgerKeys.writer(pool, stream));
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(Writer.fromJson(CanonicalJson.read(bytes.get().toArray())));
    }

    /** Why a stream is not there: perhaps because its pool is not. */
    static RefusedException unknown(PoolId pool, StreamId stream, StateReader state)
            throws RefusedException, MalformedException {
        AdoptedPolicy.of(pool, state);
        return new RefusedException(RefusalCode.UNKNOWN_STREAM, "expected a stream of " + pool + ", found " + stream);
    }
}
