package org.evenhand.core.golden;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.contract.Caller;
import org.evenhand.core.contract.Contract;
import org.evenhand.core.contract.EventNames;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.contract.TransactionContext;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;

/** A ledger in memory on which calls run one after the other, each giving its vector. */
final class GoldenLedger {
    /** Of so many rounds, the vector of one shows the whole record. */
    private static final int SHOWN = 8;

    private final SortedMap<String, Caller> writers;
    private final TreeMap<String, Bytes> state = new TreeMap<>();
    private Optional<Outcome.Accepted> last = Optional.empty();
    private Digest chain = Digest.NONE;
    private int transactions;
    private int rounds;

    GoldenLedger(SortedMap<String, Caller> writers) {
        this.writers = writers;
    }

    Optional<Bytes> get(String key) {
        return Optional.ofNullable(state.get(key));
    }

    /** The key of somebody who may sign. */
    Digest key(String signer) {
        return Objects.requireNonNull(writers.get(signer), signer).key();
    }

    /** What the last call came to, if it was accepted. */
    Optional<Outcome.Accepted> last() {
        return last;
    }

    /** Runs a call, and returns its vector: canonical JSON on one line. */
    String run(GoldenCall call) {
        transactions++;
        Caller caller = Objects.requireNonNull(writers.get(call.signer()), call.signer());
        TransactionContext context = new TransactionContext("tx" + transactions, call.timeMillis(), caller);
        Outcome outcome = Contract.submit(call.request(), context, this::get);
        Json.ObjectBuilder vector = Json.object().put("number", transactions);
        call.write(vector);
        if (outcome instanceof Outcome.Accepted accepted) {
            accept(vector, accepted);
        } else {
            last = Optional.empty();
            vector.put("outcome", ((Outcome.Refused) outcome).refusal().code().word())
                    .put("message", ((Outcome.Refused) outcome).refusal().message());
        }
        vector.put("state", chain.hex());
        return new String(CanonicalJson.write(vector.build()), StandardCharsets.UTF_8);
    }

    private void accept(Json.ObjectBuilder vector, Outcome.Accepted accepted) {
        last = Optional.of(accepted);
        state.putAll(accepted.writes());
        Digest writes = fingerprint(accepted.writes());
        chain = Digest.of(chain.hex() + writes.hex());
        Outcome.Event event = accepted.event().orElseThrow();
        vector.put("outcome", "accepted")
                .put("writes", writes.hex())
                .put("event", event.name())
                .put("eventPayload", event.payload().digest().hex())
                .put("response", accepted.response().digest().hex());
        if (event.name().equals(EventNames.ROUND_DECIDED) && rounds++ % SHOWN == 0) {
            vector.put("record", json(event.payload()));
        }
    }

    private static Json json(Bytes bytes) {
        try {
            return CanonicalJson.read(bytes.toArray());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** SHA-256 over {@code key=value} and a line feed, in key order. */
    private static Digest fingerprint(SortedMap<String, Bytes> values) {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Digest.of(text.toString());
    }
}
