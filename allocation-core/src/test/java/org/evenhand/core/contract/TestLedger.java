package org.evenhand.core.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.state.PoolState;
import org.evenhand.core.state.PoolStateCodec;

/** A ledger in memory that commits every accepted transaction at once, and notes which keys each one touched. */
public final class TestLedger implements LedgerReader {
    public static final PoolId POOL = new PoolId("edge");

    private final TreeMap<String, Bytes> state = new TreeMap<>();
    private final TreeMap<String, List<HistoricValue>> history = new TreeMap<>();
    private final TreeMap<StreamId, Long> sequences = new TreeMap<>();
    private final TreeSet<String> lastReads = new TreeSet<>();
    private TreeSet<String> lastWrites = new TreeSet<>();
    private long transactions;
    private long nowMillis = 1_700_000_000_000L;

    @Override
    public Optional<Bytes> get(String key) {
        lastReads.add(key);
        return Optional.ofNullable(state.get(key));
    }

    @Override
    public SortedMap<String, Bytes> range(String from, String to) {
        return new TreeMap<>(state.subMap(from, to));
    }

    @Override
    public Iterator<HistoricValue> history(String key) {
        return history.getOrDefault(key, List.of()).iterator();
    }

    public static Caller caller(String msp, String name) {
        return new Caller(new MspId(msp), Digest.of(msp + name), false);
    }

    public static Caller admin(String msp) {
        return new Caller(new MspId(msp), Digest.of(msp + "admin"), true);
    }

    public static Caller owner(StreamId stream) {
        return caller(stream.msp().id(), stream.name());
    }

    public long nowMillis() {
        return nowMillis;
    }

    public void pass(long millis) {
        nowMillis += millis;
    }

    public SortedMap<String, Bytes> state() {
        return state;
    }

    public Set<String> lastReads() {
        return lastReads;
    }

    public Set<String> lastWrites() {
        return lastWrites;
    }

    public Outcome submit(Caller caller, String function, String... arguments) {
        transactions++;
        lastReads.clear();
        lastWrites = new TreeSet<>();
        String id = Digest.of("tx" + transactions).hex();
        Outcome outcome =
                Contract.submit(Request.of(function, arguments), new TransactionContext(id, nowMillis, caller), this);
        if (outcome instanceof Outcome.Accepted accepted) {
            accepted.writes().forEach((key, value) -> {
                state.put(key, value);
                lastWrites.add(key);
                history.computeIfAbsent(key, absent -> new ArrayList<>())
                        .add(0, new HistoricValue(id, Optional.of(value)));
            });
        }
        return outcome;
    }

    /** Submits what must be accepted. */
    public Outcome.Accepted accept(Caller caller, String function, String... arguments) {
        Outcome outcome = submit(caller, function, arguments);
        if (outcome instanceof Outcome.Accepted accepted) {
            return accepted;
        }
        throw new AssertionError(function + " was refused: " + outcome);
    }

    /** Makes the pool with this policy and these classes, approved by all members. */
    public TestLedger found(Policy policy, TaskClass... classes) {
        String json = Bytes.of(policy.toJson()).toString();
        String first = policy.members().get(0).id();
        accept(admin(first), Functions.PROPOSE_POLICY, POOL.name(), "1", json);
        for (MspId member : policy.members().subList(1, policy.members().size())) {
            accept(
                    admin(member.id()),
                    Functions.APPROVE_POLICY,
                    POOL.name(),
                    "1",
                    Digest.of(policy.toJson()).hex());
        }
        for (TaskClass taskClass : classes) {
            accept(
                    admin(first),
                    Functions.DEFINE_TASK_CLASS,
                    POOL.name(),
                    Bytes.of(taskClass.toJson()).toString());
        }
        return this;
    }

    /** The number of a stream's last entry; 0 before the first. */
    public long last(StreamId stream) {
        return sequences.getOrDefault(stream, 0L);
    }

    public void append(StreamId stream, Entry entry) {
        long sequence = sequences.getOrDefault(stream, 0L) + 1;
        accept(
                owner(stream),
                Functions.APPEND,
                POOL.name(),
                stream.toString(),
                Long.toString(sequence),
                Bytes.of(entry.toJson()).toString());
        sequences.put(stream, sequence);
    }

    /** Proposes a round over everything appended so far. */
    public Outcome propose(StreamId proposer) {
        return propose(proposer, sequences);
    }

    /** Proposes a round over these streams' entries, each up to a number. */
    public Outcome propose(StreamId proposer, SortedMap<StreamId, Long> named) {
        Json.ObjectBuilder inputs = Json.object();
        named.forEach((stream, sequence) -> inputs.put(stream.toString(), sequence));
        return submit(
                owner(proposer),
                Functions.DECIDE_ROUND,
                POOL.name(),
                proposer.toString(),
                Bytes.of(inputs.build()).toString());
    }

    /** Lets the turn time pass, then decides a round that must be due. */
    public List<Fact> round(StreamId proposer) {
        pass(500);
        Outcome outcome = propose(proposer);
        if (outcome instanceof Outcome.Accepted accepted) {
            return record(accepted).facts();
        }
        throw new AssertionError("the round was refused: " + outcome);
    }

    public static RoundRecord record(Outcome.Accepted accepted) {
        try {
            return RoundRecord.fromBytes(
                    accepted.event().orElseThrow().payload().toArray());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    public PoolState pool() {
        try {
            return PoolStateCodec.read(POOL, key -> Optional.ofNullable(state.get(key)));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    public static Json json(String text) {
        try {
            return CanonicalJson.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }
}
