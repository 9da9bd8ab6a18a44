package org.evenhand.core.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Utilisation;
import org.evenhand.core.state.PoolState;
import org.evenhand.core.state.PoolStateCodec;

/**
 * The script of the golden vectors: a pool's whole life, from its founding to the end of its nodes, with everything
 * that can go well or wrong. Random where it does not matter, by a seed that never changes.
 */
final class GoldenScript {
    private static final long SEED = 1;
    private static final PoolId POOL = new PoolId("edge");
    private static final StreamId A1 = StreamId.parse("Org1MSP.node-1");
    private static final StreamId A2 = StreamId.parse("Org1MSP.node-2");
    private static final StreamId B1 = StreamId.parse("Org2MSP.node-1");
    private static final StreamId C1 = StreamId.parse("Org3MSP.node-1");
    private static final StreamId C2 = StreamId.parse("Org3MSP.node-2");
    private static final StreamId CLIENT = StreamId.parse("Org2MSP.client");
    private static final List<StreamId> NODES = List.of(A1, A2, B1, C1, C2);
    private static final List<MspId> MEMBERS =
            List.of(new MspId("Org1MSP"), new MspId("Org2MSP"), new MspId("Org3MSP"));
    private static final TaskClass SMALL =
            new TaskClass(new ClassName("small"), Resources.of(500, 64, 0, 0), 3, 400, true, 3);
    private static final TaskClass LONG =
            new TaskClass(new ClassName("long"), Resources.of(1_000, 512, 0, 10), 5, 6_000, true, 1);
    private static final TaskClass HUGE =
            new TaskClass(new ClassName("huge"), Resources.of(100_000, 0, 0, 0), 0, 1_000, false, 1);

    private final Random random = new Random(SEED);
    private final GoldenLedger ledger;
    private final List<String> vectors = new ArrayList<>();
    private final TreeMap<StreamId, Long> sequences = new TreeMap<>();
    private final TreeMap<StreamId, Long> load = new TreeMap<>();
    private final TreeSet<StreamId> silent = new TreeSet<>();
    private final TreeSet<String> factKinds = new TreeSet<>();
    private long nowMillis = 1_700_000_000_000L;

    GoldenScript(GoldenLedger ledger) {
        this.ledger = ledger;
    }

    /** Runs the script on an empty ledger, and returns its vectors. */
    List<String> play() {
        govern();
        nodesJoin();
        day(12);
        load.put(A1, 9_300L);
        load.put(B1, 8_700L);
        day(8);
        load.clear();
        silent.add(C2);
        day(10);
        silent.addAll(List.of(C1, B1));
        day(24);
        silent.clear();
        day(5);
        comeAndGo();
        runAhead();
        day(4);
        changeWriters();
        day(2);
        changeThePolicy();
        day(3);
        return vectors;
    }

    /** Every kind of fact that the script's rounds have decided. */
    SortedSet<String> factKinds() {
        return factKinds;
    }

    private void call(String signer, String... call) {
        vectors.add(ledger.run(new GoldenCall(signer, nowMillis, List.of(call))));
    }

    private static String signer(StreamId stream) {
        return stream.msp() + " " + stream.name();
    }

    private static String text(Json json) {
        return Bytes.of(json).toString();
    }

    private void govern() {
        Policy policy = Policy.of(MEMBERS);
        String digest = Digest.of(policy.toJson()).hex();
        call("Org9MSP admin", Functions.PROPOSE_POLICY, POOL.name(), "1", text(policy.toJson()));
        call("Org1MSP node-1", Functions.PROPOSE_POLICY, POOL.name(), "1", text(policy.toJson()));
        call("Org1MSP admin", Functions.PROPOSE_POLICY, POOL.name(), "1", "{\"members\":[\"Org1MSP\"],\"high\":100}");
        call("Org1MSP admin", Functions.PROPOSE_POLICY, POOL.name(), "1", text(policy.toJson()));
        call("Org2MSP admin", Functions.DEFINE_TASK_CLASS, POOL.name(), text(SMALL.toJson()));
        call("Org2MSP admin", Functions.APPROVE_POLICY, POOL.name(), "1", Digest.NONE.hex());
        call("Org2MSP admin", Functions.APPROVE_POLICY, POOL.name(), "1", digest);
        call("Org2MSP admin", Functions.APPROVE_POLICY, POOL.name(), "1", digest);
        call("Org3MSP admin", Functions.APPROVE_POLICY, POOL.name(), "1", digest);
        for (TaskClass taskClass : List.of(SMALL, LONG, HUGE, SMALL)) {
            call("Org1MSP admin", Functions.DEFINE_TASK_CLASS, POOL.name(), text(taskClass.toJson()));
        }
        // By hand, with spaces and in another order of fields than the canonical one.
        String loose = "{ \"name\":\"gpu\", \"demand\": {\"gpu\":1}, \"expectedMillis\":1000 }";
        call("Org2MSP admin", Functions.DEFINE_TASK_CLASS, POOL.name(), loose);
        call("Org2MSP admin", Functions.DEFINE_TASK_CLASS, POOL.name(), loose.replace("\"gpu\":1", "\"network\":900"));
        call("Org1MSP admin", "Decide", POOL.name());
    }

    private void append(StreamId stream, Entry entry) {
        long sequence = sequences.merge(stream, 1L, Long::sum);
        call(signer(stream), Functions.APPEND, POOL.name(), stream.toString(), "" + sequence, text(entry.toJson()));
    }

    private static NodeRequest register(long cpu) {
        return NodeRequest.register(Resources.of(cpu, 8_192, 0, 100));
    }

    private void nodesJoin() {
        call("Org1MSP thief", Functions.APPEND, "nowhere", A1.toString(), "1", "{\"request\":{\"kind\":\"drain\"}}");
        call("Org9MSP node-1", Functions.APPEND, POOL.name(), "Org9MSP.node-1", "1", "{}");
        long cpu = 2_000;
        for (StreamId node : NODES) {
            append(
                    node,
                    Entry.builder().request(register(cpu)).report(report(node)).build());
            cpu += 2_000;
        }
        call("Org1MSP thief", Functions.APPEND, POOL.name(), A1.toString(), "2", "{\"request\":{\"kind\":\"drain\"}}");
        call(signer(A1), Functions.APPEND, POOL.name(), A1.toString(), "1", "{\"request\":{\"kind\":\"drain\"}}");
        call(signer(A1), Functions.APPEND, POOL.name(), A1.toString(), "9", "{\"request\":{\"kind\":\"drain\"}}");
        round(A1);
        round(A1);
    }

    private PoolState pool() {
        try {
            return PoolStateCodec.read(POOL, ledger::get);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private int one(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }

    /** So many times two seconds: nodes report, work comes, rounds are decided. */
    private void day(int steps) {
        for (int step = 0; step < steps; step++) {
            nowMillis += 2_000;
            if (one(0, 2) > 0) {
                append(CLIENT, work());
            }
            for (StreamId node : NODES) {
                if (!silent.contains(node) && one(0, 9) > 1) {
                    append(node, Entry.builder().report(report(node)).build());
                }
            }
            round(NODES.get(one(0, 1)));
            if (one(0, 3) == 0) {
                round(B1);
            }
        }
    }

    private Entry work() {
        Entry.Builder entry = Entry.builder();
        for (int i = one(1, 3); i > 0; i--) {
            TaskClass taskClass = one(0, 9) < 6 ? SMALL : one(0, 9) < 8 ? LONG : HUGE;
            long deadline = one(0, 5) == 0 ? nowMillis + one(-3_000, 9_000) : 0;
            int priority = one(0, 3) == 0 ? one(0, 9) : Submission.PRIORITY_OF_CLASS;
            entry.submit(new Submission(taskClass.name(), one(1, 9), Digest.of("payload"), priority, deadline));
        }
        if (one(0, 4) == 0) {
            entry.cancel(someWork());
        }
        if (one(0, 3) == 0) {
            entry.reprioritise(someWork(), one(0, 9));
        }
        return entry.build();
    }

    private TaskRange someWork() {
        List<Fragment> held = new ArrayList<>();
        PoolState state = pool();
        state.nodes().keySet().forEach(node -> held.addAll(state.holdings(node).fragments()));
        if (held.isEmpty() || one(0, 9) == 0) {
            return TaskRange.of(new SubmissionId(one(0, 1) == 0 ? A1 : CLIENT, 1, 0), 0, 1);
        }
        TaskRange range = held.get(one(0, held.size() - 1)).range();
        return range.part(range.from(), range.from() + 1 + random.nextInt((int) range.size()));
    }

    /** What a node says: of what it holds some ends, some runs, and sometimes it speaks of what is not its own. */
    private StatusReport report(StreamId node) {
        List<StatusReport.Running> running = new ArrayList<>();
        List<StatusReport.Finished> finished = new ArrayList<>();
        List<StatusReport.Failed> failed = new ArrayList<>();
        PoolState state = pool();
        if (state.node(node).isPresent()) {
            for (Fragment fragment : state.holdings(node).fragments()) {
                TaskRange range = fragment.range();
                int fate = one(0, 9);
                if (fate < 4) {
                    running.add(new StatusReport.Running(range, one(0, 4_000)));
                } else if (fate < 7) {
                    TaskRange part = range.part(range.from(), range.from() + (range.size() + 1) / 2);
                    finished.add(new StatusReport.Finished(part, one(100, 9_000), Digest.of("result")));
                } else if (fate == 7) {
                    failed.add(new StatusReport.Failed(range.part(range.to() - 1, range.to()), "out-of-memory"));
                }
            }
            if (one(0, 7) == 0) {
                finished.add(new StatusReport.Finished(someWork(), 10, Digest.of("result")));
            }
        }
        TreeMap<String, Long> shares = new TreeMap<>();
        shares.put(Resources.CPU, load.getOrDefault(node, (long) one(500, 6_000)));
        shares.put(Resources.MEMORY, (long) one(0, 4_000));
        long skewMillis = one(-300, 300);
        return new StatusReport(nowMillis + skewMillis, new Utilisation(shares), running, finished, failed);
    }

    /** Proposes when the turn is over, and then too early: out of turn, or for nothing, or for what is not there. */
    private void round(StreamId proposer) {
        Json.ObjectBuilder inputs = Json.object();
        sequences.forEach((stream, sequence) -> inputs.put(stream.toString(), sequence));
        String named = text(inputs.build());
        nowMillis += 500;
        propose(proposer, named);
        nowMillis += 100;
        long next = sequences.getOrDefault(A1, 0L) + 1;
        propose(List.of(A1, B1, CLIENT).get(one(0, 2)), one(0, 2) == 0 ? "{\"" + A1 + "\":" + next + "}" : named);
    }

    private void propose(StreamId proposer, String named) {
        call(signer(proposer), Functions.DECIDE_ROUND, POOL.name(), proposer.toString(), named);
        ledger.last().flatMap(Outcome.Accepted::event).ifPresent(event -> {
            try {
                RoundRecord record = RoundRecord.fromBytes(event.payload().toArray());
                record.facts().stream().map(Fact::kind).forEach(factKinds::add);
            } catch (MalformedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private void request(StreamId node, NodeRequest request) {
        append(node, Entry.builder().request(request).build());
        round(A1);
    }

    private void comeAndGo() {
        request(C1, NodeRequest.of(NodeRequest.Kind.DRAIN));
        request(B1, new NodeRequest(NodeRequest.Kind.CAPACITY, Resources.of(3_000, 4_096, 0, 50)));
        request(B1, new NodeRequest(NodeRequest.Kind.CAPACITY, Resources.NONE.with("gpu", 1)));
        request(C1, NodeRequest.of(NodeRequest.Kind.ACTIVATE));
        request(C2, NodeRequest.of(NodeRequest.Kind.RETIRE));
        request(C2, NodeRequest.of(NodeRequest.Kind.ACTIVATE));
        request(C2, register(6_000));
        request(C2, register(6_000));
    }

    /** The client writes a whole ring and more before a round comes. */
    private void runAhead() {
        for (int i = 0; i < 67; i++) {
            append(CLIENT, Entry.builder().reprioritise(someWork(), one(0, 9)).build());
        }
        round(A1);
    }

    private void update(String signer, StreamId stream, String change) {
        call(signer, Functions.UPDATE_WRITER, POOL.name(), stream.toString(), change);
    }

    private String key(StreamId signer) {
        return "{\"key\":\"" + ledger.key(signer(signer)) + "\"}";
    }

    /** A node says where it is; a key is lost, replaced by an admin, used, and handed back. */
    private void changeWriters() {
        update(signer(B1), B1, "{\"address\":\"node-1.org2.example:7080\"}");
        update(signer(C1), C1, "{ \"address\":\"[2001:db8::1]:7080\", " + key(C1).substring(1));
        update(signer(A1), StreamId.parse("Org1MSP.ghost"), key(A1));
        update(signer(A1), A1, "{}");
        update(signer(A1), A1, "{\"address\":\"nowhere\"}");
        update("Org1MSP thief", A1, key(A2));
        update("Org2MSP admin", A1, key(B1));
        update("Org1MSP admin", A1, key(A2));
        long next = sequences.getOrDefault(A1, 0L) + 1;
        String drain = "{\"request\":{\"kind\":\"drain\"}}";
        String activate = drain.replace("drain", "activate");
        call(signer(A1), Functions.APPEND, POOL.name(), A1.toString(), "" + next, drain);
        call(signer(A2), Functions.APPEND, POOL.name(), A1.toString(), "" + next, activate);
        sequences.put(A1, next);
        update(signer(A2), A1, key(A1));
    }

    private void changeThePolicy() {
        Policy without = Policy.of(MEMBERS.subList(0, 2));
        String digest = Digest.of(without.toJson()).hex();
        call("Org1MSP admin", Functions.PROPOSE_POLICY, POOL.name(), "2", text(without.toJson()));
        call("Org2MSP admin", Functions.APPROVE_POLICY, POOL.name(), "2", digest);
        call("Org3MSP admin", Functions.APPROVE_POLICY, POOL.name(), "2", digest);
    }
}
