package org.evenhand.core.contract;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Condition.Health;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Writer;
import org.evenhand.core.rules.RoundInput;
import org.evenhand.core.rules.RoundInput.Evidence;
import org.evenhand.core.state.LedgerKeys;
import org.evenhand.core.state.PoolState;

/** Reads what a round decides on, and no key more: every key read is one that somebody else's write could collide with. */
final class RoundLoader {
    private final PoolId pool;
    private final Policy policy;
    private final PoolState state;
    private final long nowMillis;
    private final StateReader ledger;
    private int entriesRead;

    RoundLoader(PoolId pool, Policy policy, PoolState state, long nowMillis, StateReader ledger) {
        this.pool = pool;
        this.policy = policy;
        this.state = state;
        this.nowMillis = nowMillis;
        this.ledger = ledger;
    }

    RoundInput load(SortedMap<StreamId, Long> named) throws RefusedException, MalformedException {
        TreeMap<StreamId, Evidence> evidence = new TreeMap<>();
        for (var input : named.entrySet()) {
            long cursor = state.cursor(input.getKey());
            if (input.getValue() > cursor && mayTake(input.getKey())) {
                Evidence read = evidence(input.getKey(), cursor, input.getValue());
                if (read.upTo() > cursor) {
                    evidence.put(input.getKey(), read);
                }
            }
        }
        return new RoundInput(
                nowMillis,
                policy,
                evidence,
                silent(evidence),
                classes(evidence),
                state.position().record());
    }

    /** Whether a stream is known already, or its organisation may have another. */
    private boolean mayTake(StreamId stream) {
        if (state.cursors().containsKey(stream)) {
            return true;
        }
        long streams = state.cursors().keySet().stream()
                .filter(known -> known.msp().equals(stream.msp()))
                .count();
        return streams < policy.caps().streamsPerOrganisation();
    }

    private Evidence evidence(StreamId stream, long cursor, long named) throws RefusedException, MalformedException {
        TreeMap<Long, StoredEntry> entries = new TreeMap<>();
        long last = Math.min(named, cursor + Limits.STREAM_SLOTS);
        long upTo = cursor;
        boolean registers = false;
        while (upTo < last && entriesRead < policy.caps().entriesPerRound()) {
            upTo++;
            entriesRead++;
            Optional<StoredEntry> stored = slot(stream, upTo);
            if (stored.isEmpty() || stored.get().sequence() < upTo) {
                throw new RefusedException(
                        RefusalCode.ENTRY_NOT_COMMITTED,
                        "expected entry " + upTo + " of " + stream + " to be committed");
            }
            if (stored.get().sequence() == upTo) {
                entries.put(upTo, stored.get());
                registers |= stored.get()
                        .entry()
                        .request()
                        .filter(request -> request.kind() == NodeRequest.Kind.REGISTER)
                        .isPresent();
            }
        }
        return new Evidence(registers ? writer(stream) : Optional.empty(), upTo, entries);
    }

    private Optional<StoredEntry> slot(StreamId stream, long sequence) throws MalformedException {
        Optional<Bytes> bytes = ledger.get(LedgerKeys.slot(pool, stream, sequence));
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        StoredEntry.fromJson(CanonicalJson.read(bytes.get().toArray())));
    }

    private Optional<Writer> writer(StreamId stream) throws MalformedException {
        Optional<Bytes> bytes = ledger.get(LedgerKeys.writer(pool, stream));
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(Writer.fromJson(CanonicalJson.read(bytes.get().toArray())));
    }

    /**
     * The nodes that have been silent too long. Each one's next slot is read and found empty, so a proposer cannot make a
     * node look silent by leaving its report out, and a report that comes in the meantime undoes the round.
     */
    private SortedSet<StreamId> silent(SortedMap<StreamId, Evidence> evidence) throws MalformedException {
        TreeSet<StreamId> silent = new TreeSet<>();
        for (NodeState node : state.nodes().values()) {
            long silentMillis = nowMillis - node.observation().timeMillis();
            if (silentMillis > policy.timing().staleAfterMillis()
                    && node.condition().health() != Health.FAILED
                    && !evidence.containsKey(node.id())) {
                long next = state.cursor(node.id()) + 1;
                Optional<StoredEntry> stored = slot(node.id(), next);
                if (stored.isEmpty() || stored.get().sequence() < next) {
                    silent.add(node.id());
                }
            }
        }
        return silent;
    }

    private SortedMap<ClassName, TaskClass> classes(SortedMap<StreamId, Evidence> evidence) throws MalformedException {
        TreeSet<ClassName> names = new TreeSet<>();
        for (Evidence ofStream : evidence.values()) {
            for (StoredEntry stored : ofStream.entries().values()) {
                stored.entry().submissions().forEach(submission -> names.add(submission.taskClass()));
            }
        }
        for (int priority : state.queuedPriorities()) {
            for (Fragment fragment : state.queued(priority)) {
                names.add(fragment.terms().taskClass());
            }
        }
        for (StreamId node : state.nodes().keySet()) {
            for (Fragment fragment : state.holdings(node).fragments()) {
                names.add(fragment.terms().taskClass());
            }
        }
        TreeMap<ClassName, TaskClass> classes = new TreeMap<>();
        for (ClassName name : names) {
            Optional<Bytes> bytes = ledger.get(LedgerKeys.taskClass(pool, name));
            if (bytes.isPresent()) {
                classes.put(
                        name, TaskClass.fromJson(CanonicalJson.read(bytes.get().toArray())));
            }
        }
        return classes;
    }
}
