package org.evenhand.core.contract;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StoredEntry;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Writer;
import org.evenhand.core.state.Head;
import org.evenhand.core.state.LedgerKeys;
import org.evenhand.core.state.PoolState;
import org.evenhand.core.state.PoolStateCodec;

/** The functions that only read. */
final class Queries {
    /** The code point after the slash that ends a key's prefix: the end of the range of keys with that prefix. */
    private static final char AFTER_SLASH = '/' + 1;

    private Queries() {}

    static Outcome.Accepted getPool(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(1);
        PoolId pool = arguments.pool(0);
        Optional<AdoptedPolicy> adopted = AdoptedPolicy.find(pool, ledger);
        TreeMap<Long, Proposal> open = new TreeMap<>();
        long last = adopted.map(AdoptedPolicy::number).orElse(0L);
        for (var entry : under("proposal/" + pool + "/", ledger).entrySet()) {
            long number = Long.parseLong(entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1));
            if (number > last) {
                open.put(number, Proposal.fromBytes(entry.getValue()));
            }
        }
        if (adopted.isEmpty() && open.isEmpty()) {
            throw unknownPool(pool);
        }
        return answer(new PoolView(pool, adopted, open).toJson());
    }

    static Outcome.Accepted getTaskClass(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(2);
        PoolId pool = pool(arguments, ledger);
        ClassName name = arguments.className(1);
        Optional<Bytes> taskClass = ledger.get(LedgerKeys.taskClass(pool, name));
        if (taskClass.isEmpty()) {
            throw new RefusedException(RefusalCode.UNKNOWN_CLASS, "expected a class of " + pool + ", found " + name);
        }
        return new Outcome.Accepted(new TreeMap<>(), Optional.empty(), taskClass.get());
    }

    static Outcome.Accepted listClasses(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(1);
        PoolId pool = pool(arguments, ledger);
        List<Json> classes = new ArrayList<>();
        for (Bytes taskClass : under(LedgerKeys.taskClasses(pool), ledger).values()) {
            classes.add(CanonicalJson.read(taskClass.toArray()));
        }
        return answer(Json.object().put("classes", Json.of(classes)).build());
    }

    static Outcome.Accepted getQueue(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(1);
        PoolState state = PoolStateCodec.read(pool(arguments, ledger), ledger::get);
        return answer(QueueView.of(state).toJson());
    }

    static Outcome.Accepted getHead(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(1);
        Bytes head = ledger.get(LedgerKeys.head(pool(arguments, ledger))).orElse(PoolStateCodec.encode(Head.start()));
        return new Outcome.Accepted(new TreeMap<>(), Optional.empty(), head);
    }

    static Outcome.Accepted listNodes(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(1);
        PoolState state = PoolStateCodec.read(pool(arguments, ledger), ledger::get);
        List<NodeView> nodes = new ArrayList<>();
        for (NodeState node : state.nodes().values()) {
            nodes.add(new NodeView(node, state.holdings(node.id()).fragments()));
        }
        return answer(NodeView.listToJson(nodes));
    }

    static Outcome.Accepted getNode(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(2);
        PoolState state = PoolStateCodec.read(pool(arguments, ledger), ledger::get);
        StreamId id = arguments.stream(1);
        Optional<NodeState> node = state.node(id);
        if (node.isEmpty()) {
            throw new RefusedException(RefusalCode.UNKNOWN_NODE, "expected a node of the pool, found " + id);
        }
        return answer(new NodeView(node.get(), state.holdings(id).fragments()).toJson());
    }

    static Outcome.Accepted getStream(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(2);
        PoolId pool = pool(arguments, ledger);
        StreamId stream = arguments.stream(1);
        Writer writer = writer(pool, stream, ledger);
        long last = 0;
        for (Bytes slot : under(LedgerKeys.slots(pool, stream), ledger).values()) {
            last = Math.max(
                    last,
                    StoredEntry.fromJson(CanonicalJson.read(slot.toArray())).sequence());
        }
        Optional<Bytes> head = ledger.get(LedgerKeys.head(pool));
        long taken = head.isEmpty()
                ? 0
                : Head.fromBytes(head.get().toArray()).cursors().getOrDefault(stream, 0L);
        return answer(new StreamView(stream, writer, last, taken).toJson());
    }

    private static Writer writer(PoolId pool, StreamId stream, LedgerReader ledger)
            throws RefusedException, MalformedException {
        Optional<Writer> writer = Registrations.find(pool, stream, ledger);
        if (writer.isEmpty()) {
            throw Registrations.unknown(pool, stream, ledger);
        }
        return writer.get();
    }

    static Outcome.Accepted getEntry(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(3);
        PoolId pool = pool(arguments, ledger);
        StreamId stream = arguments.stream(1);
        long sequence = arguments.sequence(2);
        writer(pool, stream, ledger);
        String slot = LedgerKeys.slot(pool, stream, sequence);
        // What a slot holds now is the latest that was in it: a number above was never there, and its past is long.
        Optional<Bytes> present = ledger.get(slot);
        if (present.isPresent() && StreamReader.decode(present.get()).sequence() >= sequence) {
            Optional<EntryLocation> found = inHistory(stream, sequence, ledger.history(slot));
            if (found.isPresent()) {
                return answer(found.get().toJson());
            }
        }
        throw new RefusedException(
                RefusalCode.ENTRY_NOT_COMMITTED, "expected a committed entry of " + stream + ", found " + sequence);
    }

    private static Optional<EntryLocation> inHistory(
            StreamId stream, long sequence, Iterator<LedgerReader.HistoricValue> newestFirst)
            throws MalformedException {
        while (newestFirst.hasNext()) {
            LedgerReader.HistoricValue historic = newestFirst.next();
            if (historic.value().isPresent()) {
                StoredEntry stored = StreamReader.decode(historic.value().get());
                if (stored.sequence() == sequence) {
                    return Optional.of(
                            new EntryLocation(stream, sequence, historic.transactionId(), stored.timeMillis()));
                }
                if (stored.sequence() < sequence) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    static Outcome.Accepted getSubmission(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(2);
        PoolState state = PoolStateCodec.read(pool(arguments, ledger), ledger::get);
        SubmissionId submission = arguments.submission(1);
        return answer(submissionView(state, TaskRange.of(submission, 0, Limits.TASKS_PER_SUBMISSION_MAX))
                .toJson());
    }

    private static SubmissionView submissionView(PoolState state, TaskRange range) {
        TreeMap<StreamId, List<Fragment>> outstanding = new TreeMap<>();
        for (StreamId node : state.nodes().keySet()) {
            List<Fragment> held = state.holdings(node).overlapping(range);
            if (!held.isEmpty()) {
                outstanding.put(node, held);
            }
        }
        StreamId stream = range.submission().stream();
        boolean taken = range.submission().sequence() <= state.cursor(stream);
        return new SubmissionView(range.submission(), taken, state.queuedIn(range), outstanding);
    }

    static Outcome.Accepted locateTask(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(3);
        PoolState state = PoolStateCodec.read(pool(arguments, ledger), ledger::get);
        SubmissionId submission = arguments.submission(1);
        long index = arguments.number(2, "a task's index", 0, Limits.TASKS_PER_SUBMISSION_MAX - 1L);
        SubmissionView found = submissionView(state, TaskRange.of(submission, index, index + 1));
        if (found.waiting().isEmpty() && found.outstanding().isEmpty()) {
            throw new RefusedException(
                    RefusalCode.UNKNOWN_TASK,
                    "expected a task that waits or is outstanding; " + submission + "#" + index
                            + " has ended or never was: the events of the rounds know");
        }
        return answer(found.toJson());
    }

    static Outcome.Accepted getRound(Arguments arguments, LedgerReader ledger)
            throws RefusedException, MalformedException {
        arguments.expect(2);
        PoolId pool = pool(arguments, ledger);
        long number = arguments.number(1, "a round's number", 1, Limits.COUNT_MAX);
        Iterator<LedgerReader.HistoricValue> history = ledger.history(LedgerKeys.head(pool));
        while (history.hasNext()) {
            LedgerReader.HistoricValue historic = history.next();
            if (historic.value().isPresent()) {
                Head head = Head.fromBytes(historic.value().get().toArray());
                if (head.position().round() == number) {
                    return answer(new RoundLocation(
                                    pool,
                                    number,
                                    historic.transactionId(),
                                    head.position().record())
                            .toJson());
                }
            }
        }
        throw new RefusedException(
                RefusalCode.UNKNOWN_ROUND, "expected a round that " + pool + " has decided, found " + number);
    }

    private static PoolId pool(Arguments arguments, LedgerReader ledger) throws RefusedException, MalformedException {
        PoolId pool = arguments.pool(0);
        if (AdoptedPolicy.find(pool, ledger).isEmpty()) {
            throw unknownPool(pool);
        }
        return pool;
    }

    private static RefusedException unknownPool(PoolId pool) {
        return new RefusedException(RefusalCode.UNKNOWN_POOL, "expected a pool of this channel, found " + pool);
    }

    private static SortedMap<String, Bytes> under(String prefix, LedgerReader ledger) {
        return ledger.range(prefix, prefix.substring(0, prefix.length() - 1) + AFTER_SLASH);
    }

    private static Outcome.Accepted answer(Json json) {
        return new Outcome.Accepted(new TreeMap<>(), Optional.empty(), Bytes.of(json));
    }
}
