package org.evenhand.core.contract;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Writer;
import org.evenhand.core.state.LedgerKeys;

/**
 * Appends an entry to a stream. Reads the stream's registration, the slot of the entry before and the entry's own slot,
 * which nobody else writes, and the classes of submissions, which never change: entries never collide with anything.
 * Only the first entry reads the policy, to see that the writer's organisation is a member.
 */
final class Append {
    private Append() {}

    static Outcome.Accepted append(Arguments arguments, TransactionContext context, StateReader state)
            throws RefusedException, MalformedException {
        arguments.expect(4);
        PoolId pool = arguments.pool(0);
        StreamId stream = arguments.stream(1);
        long sequence = arguments.sequence(2);
        Entry entry = arguments.json(3, Limits.ENTRY_BYTES_MAX, Entry::fromJson);
        requireOwnTime(entry, context);
        requireFewClasses(entry);
        TreeMap<String, Bytes> writes = new TreeMap<>();
        Optional<Writer> registered = Registrations.find(pool, stream, state);
        if (registered.isPresent()) {
            requireKey(stream, registered.get(), context.caller());
            requireNext(pool, stream, sequence, state);
        } else {
            requireMember(pool, stream, context.caller(), state);
            requireFirst(stream, sequence);
            writes.put(
                    LedgerKeys.writer(pool, stream),
                    Bytes.of(context.caller().asWriter().toJson()));
        }
        requireKnownClasses(pool, entry, state);
        writes.put(
                LedgerKeys.slot(pool, stream, sequence),
                Bytes.of(new StoredEntry(sequence, context.timeMillis(), entry).toJson()));
        Bytes payload = Bytes.of(Json.object()
                .put("pool", pool.name())
                .put("stream", stream.toString())
                .put("sequence", sequence)
                .build());
        return new Outcome.Accepted(
                writes, Optional.of(new Outcome.Event(EventNames.ENTRY_APPENDED, payload)), payload);
    }

    private static void requireOwnTime(Entry entry, TransactionContext context) throws RefusedException {
        if (entry.report().isPresent()) {
            long skew = Math.abs(entry.report().get().timeMillis() - context.timeMillis());
            if (skew > Limits.SKEW_MAX_MILLIS) {
                throw new RefusedException(
                        RefusalCode.CLOCK_SKEW,
                        "expected a report within " + Limits.SKEW_MAX_MILLIS + " ms of the transaction's time, found "
                                + skew + " ms");
            }
        }
    }

    private static SortedSet<ClassName> classes(Entry entry) {
        TreeSet<ClassName> classes = new TreeSet<>();
        entry.submissions().forEach(submission -> classes.add(submission.taskClass()));
        return classes;
    }

    private static void requireFewClasses(Entry entry) throws RefusedException {
        int classes = classes(entry).size();
        if (classes > Limits.CLASSES_PER_ENTRY_MAX) {
            throw new RefusedException(
                    RefusalCode.TOO_MANY_ITEMS,
                    "expected submissions of at most " + Limits.CLASSES_PER_ENTRY_MAX + " classes, found " + classes);
        }
    }

    /** Classes are never changed nor deleted, so reading them collides with nothing. */
    private static void requireKnownClasses(PoolId pool, Entry entry, StateReader state) throws RefusedException {
        for (ClassName name : classes(entry)) {
            if (state.get(LedgerKeys.taskClass(pool, name)).isEmpty()) {
                throw new RefusedException(
                        RefusalCode.UNKNOWN_CLASS, "expected a task class of " + pool + ", found " + name);
            }
        }
    }

    private static void requireKey(StreamId stream, Writer writer, Caller caller) throws RefusedException {
        if (!caller.owns(writer)) {
            throw new RefusedException(
                    RefusalCode.NOT_YOUR_KEY, "expected the key that " + stream + " was registered with");
        }
    }

    private static void requireMember(PoolId pool, StreamId stream, Caller caller, StateReader state)
            throws RefusedException, MalformedException {
        AdoptedPolicy adopted = AdoptedPolicy.of(pool, state);
        if (!adopted.policy().members().contains(caller.msp())) {
            throw new RefusedException(
                    RefusalCode.NOT_A_MEMBER,
                    "expected one of " + adopted.policy().members() + ", found " + caller.msp());
        }
        if (!stream.msp().equals(caller.msp())) {
            throw new RefusedException(
                    RefusalCode.NOT_YOUR_KEY, "expected a stream of " + caller.msp() + ", found " + stream);
        }
    }

    private static void requireFirst(StreamId stream, long sequence) throws RefusedException {
        if (sequence != 1) {
            throw new RefusedException(
                    RefusalCode.UNKNOWN_STREAM,
                    "expected " + stream + " to start with entry 1, found entry " + sequence);
        }
    }

    private static void requireNext(PoolId pool, StreamId stream, long sequence, StateReader state)
            throws RefusedException, MalformedException {
        if (sequence == 1) {
            throw repeated(stream, sequence);
        }
        Optional<Bytes> before = state.get(LedgerKeys.slot(pool, stream, sequence - 1));
        long found = before.isEmpty()
                ? 0
                : StoredEntry.fromJson(CanonicalJson.read(before.get().toArray()))
                        .sequence();
        if (found < sequence - 1) {
            throw new RefusedException(
                    RefusalCode.SEQUENCE_GAP,
                    "expected entry " + (sequence - 1) + " of " + stream + " to be there before entry " + sequence);
        }
        if (found > sequence - 1) {
            throw repeated(stream, sequence);
        }
        // The entry before is the newest in its slot, so only the slot itself can tell whether this one is there too.
        Optional<Bytes> same = state.get(LedgerKeys.slot(pool, stream, sequence));
        if (same.isPresent()
                && StoredEntry.fromJson(CanonicalJson.read(same.get().toArray()))
                                .sequence()
                        >= sequence) {
            throw repeated(stream, sequence);
        }
    }

    private static RefusedException repeated(StreamId stream, long sequence) {
        return new RefusedException(
                RefusalCode.SEQUENCE_REPEATED,
                "expected the next entry of " + stream + ", but entry " + sequence + " is there already");
    }
}
