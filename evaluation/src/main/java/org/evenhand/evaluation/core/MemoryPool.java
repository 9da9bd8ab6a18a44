package org.evenhand.evaluation.core;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.core.contract.Caller;
import org.evenhand.core.contract.Contract;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.contract.Request;
import org.evenhand.core.contract.TransactionContext;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Utilisation;

/** A pool of one organisation on a ledger in memory: the contract alone, with its encoding, and nothing around it. */
final class MemoryPool {
    private static final PoolId POOL = new PoolId("bench");
    private static final MspId MSP = new MspId("Org1MSP");

    private final TreeMap<String, Bytes> state = new TreeMap<>();
    private final TreeMap<StreamId, Long> sequences = new TreeMap<>();
    private long nowMillis = 1_700_000_000_000L;

    MemoryPool(Policy policy, TaskClass taskClass) {
        Caller admin = new Caller(MSP, Digest.of("admin"), true);
        commit(submit(
                admin, Functions.PROPOSE_POLICY, "1", Bytes.of(policy.toJson()).toString()));
        commit(submit(
                admin, Functions.DEFINE_TASK_CLASS, Bytes.of(taskClass.toJson()).toString()));
    }

    static Policy policy() {
        return Policy.of(List.of(MSP));
    }

    static StreamId node(int number) {
        return new StreamId(MSP, "node-" + number);
    }

    void pass(long millis) {
        nowMillis += millis;
    }

    void join(int number, Resources capacity) {
        append(
                node(number),
                Entry.builder()
                        .request(NodeRequest.register(capacity))
                        .report(idle())
                        .build());
    }

    StatusReport idle() {
        return new StatusReport(nowMillis, Utilisation.NONE, List.of(), List.of(), List.of());
    }

    void append(StreamId stream, Entry entry) {
        long sequence = sequences.merge(stream, 1L, Long::sum);
        commit(submit(
                owner(stream),
                Functions.APPEND,
                stream.toString(),
                Long.toString(sequence),
                Bytes.of(entry.toJson()).toString()));
    }

    /** Decides a round over everything appended, without committing it. */
    Outcome.Accepted decide() {
        Json.ObjectBuilder inputs = Json.object();
        sequences.forEach((stream, sequence) -> inputs.put(stream.toString(), sequence));
        StreamId proposer = sequences.firstKey();
        return submit(
                owner(proposer),
                Functions.DECIDE_ROUND,
                proposer.toString(),
                Bytes.of(inputs.build()).toString());
    }

    void commit(Outcome.Accepted accepted) {
        state.putAll(accepted.writes());
    }

    private static Caller owner(StreamId stream) {
        return new Caller(MSP, Digest.of(stream.toString()), false);
    }

    private Outcome.Accepted submit(Caller caller, String function, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = POOL.name();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Outcome outcome = Contract.submit(
                Request.of(function, all),
                new TransactionContext("0", nowMillis, caller),
                key -> Optional.ofNullable(state.get(key)));
        if (outcome instanceof Outcome.Accepted accepted) {
            return accepted;
        }
        throw new IllegalStateException(function + " was refused: " + outcome);
    }
}
