package org.evenhand.core.contract;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Writer;
import org.evenhand.core.rules.Decision;
import org.evenhand.core.rules.RoundInput;
import org.evenhand.core.rules.Rules;
import org.evenhand.core.rules.Trace;
import org.evenhand.core.rules.Turns;
import org.evenhand.core.state.Head;
import org.evenhand.core.state.LedgerKeys;
import org.evenhand.core.state.PoolState;
import org.evenhand.core.state.PoolStateCodec;

/** Decides one round for one pool: load, decide, write. Two proposals of one round collide on the pool's head. */
final class DecideRound {
    private DecideRound() {}

    static Outcome.Accepted decideRound(Arguments arguments, TransactionContext context, StateReader ledger)
            throws RefusedException, MalformedException {
        return decideRound(arguments, context, ledger, Trace.NONE);
    }

    static Outcome.Accepted decideRound(
            Arguments arguments, TransactionContext context, StateReader ledger, Trace trace)
            throws RefusedException, MalformedException {
        arguments.expect(3);
        PoolId pool = arguments.pool(0);
        StreamId proposer = arguments.stream(1);
        SortedMap<StreamId, Long> named = arguments.json(2, Limits.ROUND_REQUEST_BYTES_MAX, DecideRound::inputs);
        AdoptedPolicy adopted = AdoptedPolicy.of(pool, ledger);
        Rules rules = rules(adopted.policy());
        requireProposer(pool, proposer, adopted.policy(), context.caller(), ledger);
        PoolState before = PoolStateCodec.read(pool, ledger::get);
        long nowMillis = Math.max(context.timeMillis(), before.position().decidedMillis());
        requireTurn(proposer, before, adopted.policy(), nowMillis);
        RoundLoader loader = new RoundLoader(pool, adopted.policy(), before, nowMillis, ledger);
        RoundInput input = loader.load(named);
        Decision decision = rules.decide(before, input, trace);
        if (decision.facts().isEmpty()) {
            throw new RefusedException(
                    RefusalCode.NOTHING_DUE, "expected something to decide, but this round would change nothing");
        }
        RoundRecord unchained = new RoundRecord(
                pool,
                before.position().round() + 1,
                nowMillis,
                proposer,
                offered(input),
                adopted.number(),
                rules.version(),
                new RoundRecord.Chain(
                        before.position().record(), before.position().state(), Digest.NONE),
                decision.facts());
        return written(unchained, decision.after());
    }

    /**
     * What was read, not what was named: names that change nothing must not change the record, which seeds the lots.
     */
    private static SortedMap<StreamId, Long> offered(RoundInput input) {
        TreeMap<StreamId, Long> offered = new TreeMap<>();
        input.evidence().forEach((stream, evidence) -> offered.put(stream, evidence.upTo()));
        return offered;
    }

    private static SortedMap<StreamId, Long> inputs(Json value) throws MalformedException {
        TreeMap<String, Json> wrapped = new TreeMap<>();
        wrapped.put("inputs", value);
        SortedMap<StreamId, Long> inputs =
                RoundRecord.streamNumbers(ObjectReader.of("round", new Json.Obj(wrapped)), "inputs");
        if (inputs.size() > Limits.STREAMS_PER_ROUND_MAX) {
            throw new MalformedException(
                    MalformedException.Problem.TOO_MANY_ITEMS,
                    "expected at most " + Limits.STREAMS_PER_ROUND_MAX + " streams, found " + inputs.size());
        }
        return inputs;
    }

    private static Rules rules(Policy policy) throws RefusedException {
        Optional<Rules> rules = Rules.of(policy.rules());
        if (rules.isEmpty()) {
            throw new RefusedException(
                    RefusalCode.UNKNOWN_RULES, "expected rules that this build knows, found version " + policy.rules());
        }
        return rules.get();
    }

    private static void requireProposer(
            PoolId pool, StreamId proposer, Policy policy, Caller caller, StateReader ledger)
            throws RefusedException, MalformedException {
        Optional<Writer> registered = Registrations.find(pool, proposer, ledger);
        if (registered.isEmpty()) {
            throw new RefusedException(
                    RefusalCode.UNKNOWN_STREAM, "expected a proposer with a stream in " + pool + ", found " + proposer);
        }
        if (!caller.owns(registered.get())) {
            throw new RefusedException(
                    RefusalCode.NOT_YOUR_KEY, "expected the key that " + proposer + " was registered with");
        }
        if (!policy.members().contains(caller.msp())) {
            throw new RefusedException(
                    RefusalCode.NOT_A_MEMBER, "expected one of " + policy.members() + ", found " + caller.msp());
        }
    }

    /** In its turn time a round belongs to the active nodes of one organisation; after that, to anybody. */
    private static void requireTurn(StreamId proposer, PoolState state, Policy policy, long nowMillis)
            throws RefusedException {
        long round = state.position().round() + 1;
        Optional<MspId> owner = Turns.ownerOf(round, state, policy);
        if (owner.isEmpty() || Turns.openToAll(nowMillis, state.position().decidedMillis(), policy)) {
            return;
        }
        if (!owner.get().equals(proposer.msp())) {
            throw new RefusedException(
                    RefusalCode.NOT_YOUR_TURN, "expected a node of " + owner.get() + " to propose round " + round);
        }
        if (state.node(proposer).filter(node -> node.isActive()).isEmpty()) {
            throw new RefusedException(
                    RefusalCode.NOT_AN_ACTIVE_NODE, "expected an active node of the pool, found " + proposer);
        }
    }

    private static void requireSize(Bytes record, SortedMap<String, Bytes> writes) throws RefusedException {
        long bytes = record.size();
        for (Bytes write : writes.values()) {
            bytes += write.size();
        }
        if (bytes > Limits.ROUND_BYTES_MAX) {
            throw new RefusedException(
                    RefusalCode.PAYLOAD_TOO_LARGE,
                    "expected a round of at most " + Limits.ROUND_BYTES_MAX + " bytes, found " + bytes
                            + ": name fewer entries");
        }
    }

    private static Outcome.Accepted written(RoundRecord unchained, PoolState after) throws RefusedException {
        PoolId pool = unchained.pool();
        TreeMap<String, Bytes> writes = new TreeMap<>(PoolStateCodec.touched(pool, after));
        Head unsealed = PoolStateCodec.head(
                after, new Head.Position(unchained.round(), unchained.timeMillis(), Digest.NONE, Digest.NONE));
        Digest stateAfter = PoolStateCodec.chain(unchained.chain().stateBefore(), pool, writes, unsealed);
        Bytes record = Bytes.copyOf(unchained.sealed(stateAfter).toBytes());
        Head head = PoolStateCodec.head(
                after, new Head.Position(unchained.round(), unchained.timeMillis(), record.digest(), stateAfter));
        writes.put(LedgerKeys.head(pool), PoolStateCodec.encode(head));
        requireSize(record, writes);
        Bytes response = Bytes.of(Json.object()
                .put("pool", pool.name())
                .put("round", unchained.round())
                .put("facts", unchained.facts().size())
                .put("record", record.digest().hex())
                .build());
        return new Outcome.Accepted(writes, Optional.of(new Outcome.Event(EventNames.ROUND_DECIDED, record)), response);
    }
}
