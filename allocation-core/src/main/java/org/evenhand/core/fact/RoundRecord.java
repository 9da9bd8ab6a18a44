package org.evenhand.core.fact;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;

/**
 * Everything about one round: what it was given, what it decided, and where that led. The payload of the
 * {@code RoundDecided} event; state keeps its digest.
 *
 * @param pool the pool
 * @param round its number, from 1
 * @param timeMillis decision time, in milliseconds since 1970
 * @param proposer the node that proposed it
 * @param inputs per stream, the last entry that the round read
 * @param policy number of the policy in force
 * @param rules version of the rules
 * @param chain digests before and after
 * @param facts the decisions, in the order in which they were made
 */
public record RoundRecord(
        PoolId pool,
        long round,
        long timeMillis,
        StreamId proposer,
        SortedMap<StreamId, Long> inputs,
        long policy,
        int rules,
        Chain chain,
        List<Fact> facts) {
    public RoundRecord {
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
        facts = List.copyOf(facts);
    }

    /**
     * How a record hangs on the one before it.
     *
     * @param previousRecord digest of the previous round's record; {@link Digest#NONE} for the first
     * @param stateBefore the pool's state digest before the round
     * @param stateAfter the pool's state digest after it
     */
    public record Chain(Digest previousRecord, Digest stateBefore, Digest stateAfter) {}

    public static RoundRecord fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("round record", CanonicalJson.read(bytes));
        PoolId pool = reader.text("pool", PoolId::new);
        long round = reader.number("round", 1, Limits.COUNT_MAX);
        long timeMillis = reader.number("timeMillis", 0, Limits.TIME_MAX_MILLIS);
        StreamId proposer = reader.text("proposer", StreamId::parse);
        SortedMap<StreamId, Long> inputs = streamNumbers(reader, "inputs");
        RoundRecord record = new RoundRecord(
                pool,
                round,
                timeMillis,
                proposer,
                inputs,
                reader.number("policy", 0, Limits.COUNT_MAX),
                (int) reader.number("rules", 1, Integer.MAX_VALUE),
                new Chain(
                        reader.text("previousRecord", Digest::new),
                        reader.text("stateBefore", Digest::new),
                        reader.text("stateAfter", Digest::new)),
                reader.list("facts", Integer.MAX_VALUE, Facts::fromJson));
        reader.end();
        return record;
    }

    /** A map from stream to number; what {@link #streamNumbers(SortedMap)} writes. */
    public static SortedMap<StreamId, Long> streamNumbers(ObjectReader reader, String name) throws MalformedException {
        return reader.numbers(name, Integer.MAX_VALUE, StreamId::parse, 0, Limits.COUNT_MAX);
    }

    public static Json.Obj streamNumbers(SortedMap<StreamId, Long> numbers) {
        Json.ObjectBuilder object = Json.object();
        numbers.forEach((stream, number) -> object.put(stream.toString(), number));
        return object.build();
    }

    /** This record with the state digest that its facts led to. */
    public RoundRecord sealed(Digest stateAfter) {
        Chain sealed = new Chain(chain.previousRecord(), chain.stateBefore(), stateAfter);
        return new RoundRecord(pool, round, timeMillis, proposer, inputs, policy, rules, sealed, facts);
    }

    public byte[] toBytes() {
        return CanonicalJson.write(Json.object()
                .put("pool", pool.name())
                .put("round", round)
                .put("timeMillis", timeMillis)
                .put("proposer", proposer.toString())
                .put("inputs", streamNumbers(inputs))
                .put("policy", policy)
                .put("rules", rules)
                .put("previousRecord", chain.previousRecord().hex())
                .put("stateBefore", chain.stateBefore().hex())
                .put("stateAfter", chain.stateAfter().hex())
                .put("facts", Json.of(facts.stream().map(Facts::toJson).toList()))
                .build());
    }

    public Digest digest() {
        return Digest.of(toBytes());
    }
}
