package org.evenhand.core.contract;

import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Writer;
import org.evenhand.core.model.WriterChange;
import org.evenhand.core.state.LedgerKeys;

/**
 * Changes a stream's key or address: by the key itself, or by an admin of the stream's own organisation, since a key
 * can be lost. Reads and writes the registration alone, which of all rounds only those read that its owner proposes.
 */
final class UpdateWriter {
    private UpdateWriter() {}

    static Outcome.Accepted updateWriter(Arguments arguments, TransactionContext context, StateReader state)
            throws RefusedException, MalformedException {
        arguments.expect(3);
        PoolId pool = arguments.pool(0);
        StreamId stream = arguments.stream(1);
        WriterChange change = arguments.json(2, Limits.WRITER_CHANGE_BYTES_MAX, WriterChange::fromJson);
        Optional<Writer> registered = Registrations.find(pool, stream, state);
        if (registered.isEmpty()) {
            throw Registrations.unknown(pool, stream, state);
        }
        requireOwner(stream, registered.get(), context.caller());
        Writer changed = change.appliedTo(registered.get());
        TreeMap<String, Bytes> writes = new TreeMap<>();
        writes.put(LedgerKeys.writer(pool, stream), Bytes.of(changed.toJson()));
        Bytes payload = Bytes.of(Json.object()
                .put("pool", pool.name())
                .put("stream", stream.toString())
                .put("writer", changed.toJson())
                .build());
        return new Outcome.Accepted(
                writes, Optional.of(new Outcome.Event(EventNames.WRITER_UPDATED, payload)), payload);
    }

    private static void requireOwner(StreamId stream, Writer writer, Caller caller) throws RefusedException {
        if (caller.owns(writer)) {
            return;
        }
        if (!caller.admin()) {
            throw new RefusedException(
                    RefusalCode.NOT_YOUR_KEY,
                    "expected the key of " + stream + ", or an admin of " + writer.msp() + " (by node OU)");
        }
        if (!caller.msp().equals(writer.msp())) {
            throw new RefusedException(
                    RefusalCode.NOT_AN_ADMIN,
                    "expected an admin of " + writer.msp() + ", found one of " + caller.msp());
        }
    }
}
