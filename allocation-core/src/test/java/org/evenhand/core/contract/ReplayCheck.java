package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.state.Head;
import org.evenhand.core.state.LedgerKeys;
import org.evenhand.core.state.PoolState;
import org.evenhand.core.state.PoolStateCodec;
import org.jspecify.annotations.Nullable;

/** Whoever has the state before a round and the round's record must come to the bytes that the round wrote. */
final class ReplayCheck {
    private ReplayCheck() {}

    /**
     * Applies the facts of a record to the state before it, and compares with what the round wrote.
     *
     * @param headBefore what lay under the pool's head key, or null before the first round
     */
    static void check(PoolId pool, PoolState before, @Nullable Bytes headBefore, Outcome.Accepted round)
            throws MalformedException {
        Bytes recordBytes = round.event().orElseThrow().payload();
        RoundRecord record = RoundRecord.fromBytes(recordBytes.toArray());
        assertThat(Bytes.copyOf(record.toBytes())).isEqualTo(recordBytes);

        PoolState replayed = before.copy();
        record.facts().forEach(replayed::apply);
        SortedMap<String, Bytes> touched = PoolStateCodec.touched(pool, replayed);
        Head.Position position = new Head.Position(
                record.round(),
                record.timeMillis(),
                recordBytes.digest(),
                record.chain().stateAfter());
        TreeMap<String, Bytes> expected = new TreeMap<>(touched);
        expected.put(LedgerKeys.head(pool), PoolStateCodec.encode(PoolStateCodec.head(replayed, position)));
        assertThat(expected).isEqualTo(round.writes());

        Head previous = headBefore == null ? Head.start() : Head.fromBytes(headBefore.toArray());
        assertThat(record.chain().previousRecord())
                .isEqualTo(previous.position().record());
        assertThat(record.chain().stateBefore()).isEqualTo(previous.position().state());
        assertThat(record.chain().stateAfter().hex()).isEqualTo(chained(pool, record, touched, expected));
    }

    /** The state digest again, by other means: the head is read as JSON and loses the two digests that hang on it. */
    private static String chained(
            PoolId pool, RoundRecord record, SortedMap<String, Bytes> touched, SortedMap<String, Bytes> writes)
            throws MalformedException {
        String headKey = "head/" + pool;
        Json.Obj head = (Json.Obj)
                CanonicalJson.read(Objects.requireNonNull(writes.get(headKey)).toArray());
        TreeMap<String, Json> body = new TreeMap<>(head.fields());
        assertThat(body.remove("record")).isNotNull();
        assertThat(body.remove("state")).isNotNull();
        TreeMap<String, byte[]> values = new TreeMap<>();
        touched.forEach((key, value) -> values.put(key, value.toArray()));
        values.put(headKey, CanonicalJson.write(new Json.Obj(body)));
        StringBuilder text = new StringBuilder(record.chain().stateBefore().hex());
        values.forEach((key, value) -> text.append('\n').append(key).append('=').append(sha256(value)));
        return sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A digest of everything that lies on a ledger. */
    static Digest fingerprint(SortedMap<String, Bytes> state) {
        StringBuilder text = new StringBuilder();
        state.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Digest.of(text.toString());
    }
}
