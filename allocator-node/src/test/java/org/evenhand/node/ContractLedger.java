package org.evenhand.node;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.evenhand.core.contract.Caller;
import org.evenhand.core.contract.Contract;
import org.evenhand.core.contract.EventNames;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.LedgerReader;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.contract.Request;
import org.evenhand.core.contract.StreamView;
import org.evenhand.core.contract.TransactionContext;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.state.Head;
import org.evenhand.core.state.LedgerKeys;
import org.evenhand.node.ledger.Holding;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.NodeLedger;
import org.evenhand.node.ledger.PoolLedger;
import org.evenhand.node.ledger.PoolListener;
import org.evenhand.node.ledger.PoolSnapshot;
import org.evenhand.node.time.ManualTimers;
import org.evenhand.node.time.Timers;

/**
 * The real contract over a state in memory: every accepted transaction is committed at once, its event told at once. A
 * test may cut it off, or make a commit's answer go missing.
 */
public final class ContractLedger implements PoolLedger, LedgerReader {
    public static final PoolId POOL = new PoolId("edge");

    /** What a test may make go wrong. */
    public final LedgerFaults faults = new LedgerFaults();

    private final ManualTimers timers;
    private final Policy policy;
    private final TreeMap<String, Bytes> state = new TreeMap<>();
    private final Set<PoolListener> listeners = new LinkedHashSet<>();
    private final List<RoundRecord> rounds = new ArrayList<>();
    private final List<EntryAt> entries = new ArrayList<>();
    private final TreeMap<StreamId, StreamId> keys = new TreeMap<>();
    private final Set<StreamId> cutOff = new LinkedHashSet<>();
    private final Set<StreamId> answersLost = new LinkedHashSet<>();
    private final Set<String> valid = new LinkedHashSet<>();
    private CompletableFuture<Void> ended = new CompletableFuture<>();
    private int transactions;
    private boolean mute;
    private long roundMillis;

    /** An entry that was committed. */
    public record EntryAt(StreamId stream, long sequence, Entry entry) {}

    public ContractLedger(ManualTimers timers, Policy policy, TaskClass... classes) {
        this.timers = timers;
        this.policy = policy;
        String first = policy.members().get(0).id();
        accept(admin(first), Functions.PROPOSE_POLICY, POOL.name(), "1", text(policy.toJson()));
        for (MspId member : policy.members().subList(1, policy.members().size())) {
            String digest = Digest.of(policy.toJson()).hex();
            accept(admin(member.id()), Functions.APPROVE_POLICY, POOL.name(), "1", digest);
        }
        for (TaskClass taskClass : classes) {
            accept(admin(first), Functions.DEFINE_TASK_CLASS, POOL.name(), text(taskClass.toJson()));
        }
    }

    private static String text(Json json) {
        return Bytes.of(json).toString();
    }

    private static Caller admin(String msp) {
        return new Caller(new MspId(msp), Digest.of(msp + "admin"), true);
    }

    private Caller owner(StreamId stream) {
        String key = keys.getOrDefault(stream, stream).toString();
        return new Caller(stream.msp(), Digest.of(key), false);
    }

    @Override
    public PoolId pool() {
        return POOL;
    }

    @Override
    public Optional<Bytes> get(String key) {
        return Optional.ofNullable(state.get(key));
    }

    @Override
    public SortedMap<String, Bytes> range(String from, String to) {
        return new TreeMap<>(state.subMap(from, to));
    }

    @Override
    public Iterator<HistoricValue> history(String key) {
        throw new UnsupportedOperationException("no test of a node asks for history");
    }

    private void accept(Caller caller, String function, String... arguments) {
        try {
            submit(caller, function, arguments);
        } catch (LedgerException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the id of the transaction. */
    private String submit(Caller caller, String function, String... arguments) throws LedgerException {
        Endorsed endorsed = endorse(caller, function, arguments);
        commit(endorsed);
        return endorsed.id();
    }

    private record Endorsed(String id, Outcome.Accepted outcome) {}

    private Endorsed endorse(Caller caller, String function, String... arguments) throws LedgerException {
        transactions++;
        String id = "tx" + transactions;
        TransactionContext context = new TransactionContext(id, timers.nowMillis(), caller);
        Outcome outcome = Contract.submit(Request.of(function, arguments), context, this);
        if (outcome instanceof Outcome.Refused refused) {
            throw LedgerException.refused(refused.refusal());
        }
        return new Endorsed(id, (Outcome.Accepted) outcome);
    }

    private void commit(Endorsed endorsed) {
        state.putAll(endorsed.outcome().writes());
        valid.add(endorsed.id());
        endorsed.outcome().event().ifPresent(this::tell);
    }

    /** Lets so much time pass between the endorsement of a round and its commit: others may come first. */
    public void roundsTake(long millis) {
        roundMillis = millis;
    }

    private CompletableFuture<Void> commitLater(Endorsed round) {
        Optional<Bytes> head = get(LedgerKeys.head(POOL));
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Timers.Timer unused = timers.after(roundMillis, () -> {
            if (get(LedgerKeys.head(POOL)).equals(head)) {
                commit(round);
                answer.complete(null);
            } else {
                answer.completeExceptionally(
                        LedgerException.of(LedgerException.Kind.CONFLICT, "another round came first", null));
            }
        });
        return answer;
    }

    private byte[] query(String function, String... arguments) throws LedgerException {
        Outcome outcome = Contract.query(Request.of(function, arguments), this);
        if (outcome instanceof Outcome.Refused refused) {
            throw LedgerException.refused(refused.refusal());
        }
        return ((Outcome.Accepted) outcome).response().toArray();
    }

    private void tell(Outcome.Event event) {
        try {
            if (event.name().equals(EventNames.ROUND_DECIDED)) {
                RoundRecord record = RoundRecord.fromBytes(event.payload().toArray());
                rounds.add(record);
                heard().forEach(listener -> listener.roundDecided(record));
            } else if (event.name().equals(EventNames.ENTRY_APPENDED)) {
                ObjectReader payload = ObjectReader.of(
                        "entry", CanonicalJson.read(event.payload().toArray()));
                StreamId stream = payload.text("stream", StreamId::parse);
                long sequence = payload.number("sequence", 1, Limits.COUNT_MAX);
                heard().forEach(listener -> listener.entryAppended(stream, sequence));
            }
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private List<PoolListener> heard() {
        return mute
                ? List.of()
                : listeners.stream().skip(faults.deafListeners()).toList();
    }

    /** Loses events, as a broken subscription would. */
    public void mute(boolean silent) {
        mute = silent;
    }

    /** Cuts a node off, or connects it again. */
    public void cutOff(StreamId node, boolean off) {
        boolean unused = off ? cutOff.add(node) : cutOff.remove(node);
    }

    /** The next append of this node is committed, but the node is told that nobody knows. */
    public void loseNextAnswer(StreamId node) {
        answersLost.add(node);
    }

    /** Ends all subscriptions, as a listener that throws would. */
    public void breakEvents(Throwable reason) {
        ended.completeExceptionally(reason);
    }

    /** Registers a stream with somebody else's key. */
    public void steal(StreamId stream, StreamId thief) {
        keys.put(stream, thief);
        Submission anything = Submission.of(new ClassName("frame"), 1, Digest.of("anything"));
        append(stream, Entry.builder().submit(anything).build());
        keys.remove(stream);
    }

    public List<RoundRecord> rounds() {
        return rounds;
    }

    public List<Fact> facts() {
        return rounds.stream().flatMap(round -> round.facts().stream()).toList();
    }

    public List<EntryAt> entries() {
        return entries;
    }

    /** Appends as somebody who is not one of the nodes. */
    public void append(StreamId stream, Entry entry) {
        try {
            appendAs(stream, last(stream) + 1, entry);
        } catch (LedgerException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public PoolSnapshot snapshot() throws LedgerException {
        faults.readSnapshot();
        try {
            Head head = Head.fromBytes(query(Functions.GET_HEAD, POOL.name()));
            return new PoolSnapshot(policy, head, NodeView.listFromBytes(query(Functions.LIST_NODES, POOL.name())));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Holding holding(StreamId node) throws LedgerException {
        faults.readHolding();
        long round = rounds.isEmpty() ? 0 : rounds.get(rounds.size() - 1).round();
        try {
            return new Holding(
                    round, Optional.of(NodeView.fromBytes(query(Functions.GET_NODE, POOL.name(), node.toString()))));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        } catch (LedgerException e) {
            if (e.isRefusal(RefusalCode.UNKNOWN_NODE)) {
                return new Holding(round, Optional.empty());
            }
            throw e;
        }
    }

    @Override
    public TaskClass taskClass(ClassName name) throws LedgerException {
        try {
            return TaskClass.fromJson(CanonicalJson.read(query(Functions.GET_TASK_CLASS, POOL.name(), name.name())));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Subscription follow(PoolListener listener) {
        listeners.add(listener);
        return new Subscription() {
            @Override
            public CompletableFuture<Void> ended() {
                return ended;
            }

            @Override
            public void close() {
                listeners.remove(listener);
            }
        };
    }

    public NodeLedger ofNode(StreamId node) {
        return new OfNode(node);
    }

    private final class OfNode implements NodeLedger {
        private final StreamId node;

        OfNode(StreamId node) {
            this.node = node;
        }

        private void requireConnection() throws LedgerException {
            if (cutOff.contains(node)) {
                throw LedgerException.of(LedgerException.Kind.UNAVAILABLE, "cut off", null);
            }
        }

        @Override
        public CompletableFuture<Long> lastSequence() {
            return Answers.of(() -> {
                requireConnection();
                return Math.max(0, last(node) - faults.lag(node));
            });
        }

        @Override
        public CompletableFuture<Void> append(long sequence, Entry entry) {
            return Answers.of(() -> {
                requireConnection();
                faults.send(node);
                String id = appendAs(node, sequence, entry);
                if (answersLost.remove(node)) {
                    throw LedgerException.unresolved(id, "no answer", null);
                }
                return null;
            });
        }

        @Override
        public CompletableFuture<Boolean> tookEffect(String transactionId) {
            return Answers.of(() -> {
                requireConnection();
                faults.askAbout(transactionId);
                return valid.contains(transactionId);
            });
        }

        @Override
        public CompletableFuture<Void> proposeRound(SortedMap<StreamId, Long> inputs) {
            try {
                requireConnection();
                String json = text(RoundRecord.streamNumbers(inputs));
                Endorsed round = endorse(owner(node), Functions.DECIDE_ROUND, POOL.name(), node.toString(), json);
                if (roundMillis > 0) {
                    return commitLater(round);
                }
                commit(round);
                return CompletableFuture.completedFuture(null);
            } catch (LedgerException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    private long last(StreamId stream) throws LedgerException {
        try {
            return StreamView.fromBytes(query(Functions.GET_STREAM, POOL.name(), stream.toString()))
                    .last();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        } catch (LedgerException e) {
            if (e.isRefusal(RefusalCode.UNKNOWN_STREAM)) {
                return 0;
            }
            throw e;
        }
    }

    private String appendAs(StreamId stream, long sequence, Entry entry) throws LedgerException {
        String json = text(entry.toJson());
        String id =
                submit(owner(stream), Functions.APPEND, POOL.name(), stream.toString(), Long.toString(sequence), json);
        entries.add(new EntryAt(stream, sequence, entry));
        return id;
    }
}
