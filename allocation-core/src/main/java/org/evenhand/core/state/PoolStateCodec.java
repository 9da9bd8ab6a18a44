package org.evenhand.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;

/**
 * Between a pool's state and its keys on the ledger. A shelf holds several nodes, because every key that a contract
 * reads costs a round trip.
 */
public final class PoolStateCodec {
    private PoolStateCodec() {}

    /** Reads one key of the pool; absent keys read as nothing. */
    @FunctionalInterface
    public interface KeyReader {
        Optional<Bytes> get(String key);
    }

    /** Reads the state of a pool: its head, and every shelf and queue that the head names. */
    public static PoolState read(PoolId pool, KeyReader ledger) throws MalformedException {
        var headBytes = ledger.get(LedgerKeys.head(pool));
        if (headBytes.isEmpty()) {
            return PoolState.empty();
        }
        Head head = Head.fromBytes(headBytes.get().toArray());
        PoolState state = new PoolState(head);
        for (int shelf : new TreeSet<>(head.roster().values())) {
            Bytes bytes = present(ledger, LedgerKeys.shelf(pool, shelf));
            ObjectReader reader = ObjectReader.of("shelf", CanonicalJson.read(bytes.toArray()));
            for (Json node : reader.list("nodes", Integer.MAX_VALUE, value -> value)) {
                ObjectReader fields = ObjectReader.of("node", node);
                NodeState nodeState = NodeState.read(fields);
                List<Fragment> held = Fragment.listFrom(fields, "outstanding");
                fields.end();
                state.load(nodeState, held);
            }
            reader.end();
        }
        for (int priority : head.queues()) {
            Bytes bytes = present(ledger, LedgerKeys.queue(pool, priority));
            ObjectReader reader = ObjectReader.of("queue", CanonicalJson.read(bytes.toArray()));
            state.load(priority, Fragment.listFrom(reader, "waiting"));
            reader.end();
        }
        return state;
    }

    private static Bytes present(KeyReader ledger, String key) throws MalformedException {
        return ledger.get(key)
                .orElseThrow(
                        () -> new MalformedException("expected something under " + key + ", which the head names"));
    }

    /**
     * The new values of the shelves and queues that facts have touched.
     *
     * @return value by key, in key order
     */
    public static SortedMap<String, Bytes> touched(PoolId pool, PoolState state) {
        TreeMap<String, Bytes> writes = new TreeMap<>();
        for (int shelf : state.touchedShelves()) {
            List<Json> nodes = new ArrayList<>();
            state.roster().forEach((id, its) -> {
                if (its == shelf) {
                    nodes.add(node(state, id));
                }
            });
            writes.put(
                    LedgerKeys.shelf(pool, shelf),
                    Bytes.of(Json.object().put("nodes", Json.of(nodes)).build()));
        }
        for (int priority : state.touchedQueues()) {
            writes.put(
                    LedgerKeys.queue(pool, priority),
                    Bytes.of(Json.object()
                            .put("waiting", Json.of(Fragment.toJson(state.queued(priority))))
                            .build()));
        }
        return writes;
    }

    private static Json node(PoolState state, StreamId id) {
        Json.ObjectBuilder object = Json.object()
                .putUnlessEmpty(
                        "outstanding", Fragment.toJson(state.holdings(id).fragments()));
        state.member(id).write(object);
        return object.build();
    }

    /**
     * The state digest after a round: SHA-256 over the digest before, then each written key with the SHA-256 of its
     * value, in key order. The head takes part without the two digests that hang on it.
     */
    public static Digest chain(Digest before, PoolId pool, SortedMap<String, Bytes> touched, Head head) {
        TreeMap<String, Digest> digests = new TreeMap<>();
        touched.forEach((key, value) -> digests.put(key, value.digest()));
        digests.put(LedgerKeys.head(pool), Digest.of(head.body().build()));
        StringBuilder text = new StringBuilder(before.hex());
        digests.forEach(
                (key, digest) -> text.append('\n').append(key).append('=').append(digest.hex()));
        return Digest.of(text.toString());
    }

    /** The head after a round. */
    public static Head head(PoolState state, Head.Position position) {
        return state.headAt(position);
    }

    /** The bytes of a head. */
    public static Bytes encode(Head head) {
        return Bytes.of(head.toJson());
    }
}
