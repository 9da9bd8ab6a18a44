package org.evenhand.core.contract;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.rules.FairOrder;
import org.evenhand.core.rules.RoundInput;
import org.evenhand.core.rules.RoundInput.Evidence;
import org.evenhand.core.state.LedgerKeys;
import org.evenhand.core.state.PoolState;

/**
 * Reads what a round decides on, and no key more: every key read is one that somebody else's write could collide with.
 */
final class RoundLoader {
    private final PoolId pool;
    private final Policy policy;
    private final PoolState state;
    private final long nowMillis;
    private final StateReader ledger;

    RoundLoader(PoolId pool, Policy policy, PoolState state, long nowMillis, StateReader ledger) {
        this.pool = pool;
        this.policy = policy;
        this.state = state;
        this.nowMillis = nowMillis;
        this.ledger = ledger;
    }

    RoundInput load(SortedMap<StreamId, Long> named) throws RefusedException, MalformedException {
        SortedMap<StreamId, Evidence> evidence = evidence(admitted(named));
        return new RoundInput(
                nowMillis,
                policy,
                evidence,
                silentUntilMillis(evidence),
                classes(evidence),
                state.position().record());
    }

    /** The named streams that have something to take, of members, within their organisation's quota of streams. */
    private SortedMap<StreamId, Long> admitted(SortedMap<StreamId, Long> named) {
        TreeMap<MspId, Integer> streams = new TreeMap<>();
        state.cursors().keySet().forEach(known -> streams.merge(known.msp(), 1, Integer::sum));
        TreeMap<StreamId, Long> admitted = new TreeMap<>();
        named.forEach((stream, upTo) -> {
            boolean known = state.cursors().containsKey(stream);
            boolean mayJoin = known
                    || streams.getOrDefault(stream.msp(), 0) < policy.caps().streamsPerOrganisation();
            if (upTo > state.cursor(stream) && policy.members().contains(stream.msp()) && mayJoin) {
                admitted.put(stream, upTo);
                if (!known) {
                    streams.merge(stream.msp(), 1, Integer::sum);
                }
            }
        });
        return admitted;
    }

    private SortedMap<StreamId, Evidence> evidence(SortedMap<StreamId, Long> named)
            throws RefusedException, MalformedException {
        TreeMap<StreamId, StreamReader> readers = new TreeMap<>();
        FairOrder order = new FairOrder(state.position().round() + 1, named.keySet());
        int entries = 0;
        long bytes = 0;
        while (entries < policy.caps().entriesPerRound() && bytes < Limits.EVIDENCE_BYTES_PER_ROUND) {
            Optional<StreamId> next = order.next();
            if (next.isEmpty()) {
                break;
            }
            StreamId stream = next.get();
            long upTo = named.getOrDefault(stream, 0L);
            StreamReader reader = readers.get(stream);
            if (reader == null) {
                reader = StreamReader.open(pool, stream, state.cursor(stream), upTo, ledger);
                readers.put(stream, reader);
            }
            int read = reader.readNext();
            order.charge(stream, read, reader.hasMore());
            entries++;
            bytes += read;
        }
        TreeMap<StreamId, Evidence> evidence = new TreeMap<>();
        for (var read : readers.entrySet()) {
            StreamReader reader = read.getValue();
            evidence.put(read.getKey(), new Evidence(reader.upTo(), reader.entries()));
        }
        return evidence;
    }

    /**
     * The nodes that did not report for so long that their silence may change the verdict on them, and until when that
     * is known. A node that writes on without reporting is silent until its last entry taken. Of any other the next
     * slot is read and found empty, so a proposer cannot make a node look silent by leaving its report out, and a
     * report that comes in the meantime undoes the round. A slot is read only when a verdict is due, for the same
     * reason.
     */
    private SortedMap<StreamId, Long> silentUntilMillis(SortedMap<StreamId, Evidence> evidence)
            throws MalformedException {
        TreeMap<StreamId, Long> silent = new TreeMap<>();
        for (NodeState node : state.nodes().values()) {
            Evidence taken = evidence.getOrDefault(node.id(), Evidence.upTo(state.cursor(node.id())));
            if (taken.holdsReport() || !verdictDue(node)) {
                continue;
            }
            if (taken.last().isPresent()) {
                silent.put(node.id(), taken.last().get().timeMillis());
            } else if (nextSlotIsEmpty(node.id(), taken.upTo() + 1)) {
                silent.put(node.id(), nowMillis);
            }
        }
        return silent;
    }

    private boolean verdictDue(NodeState node) {
        long sinceReport = nowMillis - node.observation().timeMillis();
        return switch (node.condition().health()) {
            case LIVE -> sinceReport > policy.timing().staleAfterMillis();
            case STALE -> sinceReport > policy.timing().failAfterMillis();
            case FAILED -> false;
        };
    }

    private boolean nextSlotIsEmpty(StreamId node, long next) throws MalformedException {
        Optional<Bytes> slot = ledger.get(LedgerKeys.slot(pool, node, next));
        return slot.isEmpty() || StreamReader.decode(slot.get()).sequence() < next;
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
