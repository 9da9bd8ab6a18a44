package org.evenhand.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.evenhand.core.contract.Refusal;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.shim.Chaincode.Response;
import org.junit.jupiter.api.Test;

/** The golden vectors of the core, run through the shim: the adapter adds nothing and leaves nothing out. */
class GoldenVectorsTest {
    private static final Path FOLDER = Path.of("..", "allocation-core", "src", "test", "resources", "golden");
    private static final Pattern ANY = Pattern.compile("(?s).*");
    private static final int VECTORS_MIN = 500;

    private final Map<String, byte[]> creators = creators();
    private final SetClock clock = new SetClock();
    private final EvenhandChaincode chaincode = new EvenhandChaincode(new Callers(), clock, "evenhand:1", 1);
    private final FakeStub ledger = new FakeStub();
    private Digest chain = Digest.NONE;

    /** The endorser's clock, which agrees with each transaction. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file), StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> creators() {
        TreeMap<String, byte[]> creators = new TreeMap<>();
        for (String line : lines("writers.txt")) {
            String[] parts = line.split(" ", -1);
            String pem = "-----BEGIN CERTIFICATE-----\n" + parts[2] + "\n-----END CERTIFICATE-----\n";
            creators.put(
                    parts[0] + " " + parts[1],
                    SerializedIdentity.newBuilder()
                            .setMspid(parts[0])
                            .setIdBytes(ByteString.copyFromUtf8(pem))
                            .build()
                            .toByteArray());
        }
        return creators;
    }

    @Test
    void every_golden_transaction_comes_to_the_same_bytes_through_the_shim() throws MalformedException {
        List<String> vectors = lines("v1.txt");
        assertThat(vectors).hasSizeGreaterThan(VECTORS_MIN);
        for (String vector : vectors) {
            run(ObjectReader.of("vector", CanonicalJson.read(vector.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private void run(ObjectReader vector) throws MalformedException {
        long number = vector.number("number", 1, Integer.MAX_VALUE);
        clock.now = Instant.ofEpochMilli(vector.number("timeMillis", 0, Long.MAX_VALUE));
        String[] call = vector.list("call", Integer.MAX_VALUE, value -> ((Json.Str) value).value())
                .toArray(String[]::new);
        byte[] creator = Objects.requireNonNull(creators.get(vector.text("signer", ANY)));
        Response response = chaincode.invoke(ledger.transaction(creator, clock.now, call));
        String outcome = vector.text("outcome", ANY);
        if (outcome.equals("accepted")) {
            requireAccepted(number, response, vector);
            ledger.commit();
        } else {
            requireRefused(number, response, outcome, vector.text("message", ANY));
        }
        assertThat(chain.hex()).as("state after vector %d", number).isEqualTo(vector.text("state", ANY));
    }

    private void requireAccepted(long number, Response response, ObjectReader vector) throws MalformedException {
        assertThat(response.getStatusCode())
                .as("vector %d: %s", number, response.getMessage())
                .isEqualTo(200);
        Digest writes = writes();
        assertThat(writes.hex()).as("writes of vector %d", number).isEqualTo(vector.text("writes", ANY));
        chain = Digest.of(chain.hex() + writes.hex());
        assertThat(Digest.of(response.getPayload()).hex())
                .as("response of vector %d", number)
                .isEqualTo(vector.text("response", ANY));
        String event = vector.text("event", ANY);
        assertThat(ledger.events.keySet()).as("event of vector %d", number).containsExactly(event);
        assertThat(Digest.of(Objects.requireNonNull(ledger.events.get(event))).hex())
                .as("event's payload of vector %d", number)
                .isEqualTo(vector.text("eventPayload", ANY));
    }

    private void requireRefused(long number, Response response, String code, String message) {
        assertThat(response.getStatusCode()).as("vector %d", number).isEqualTo(400);
        Optional<Refusal> refusal = Refusal.find(response.getMessage());
        assertThat(refusal).as("vector %d", number).hasValueSatisfying(found -> {
            assertThat(found.code().word()).isEqualTo(code);
            assertThat(found.message()).isEqualTo(message);
        });
        assertThat(ledger.writes).as("writes of vector %d", number).isEmpty();
        assertThat(ledger.events).as("events of vector %d", number).isEmpty();
    }

    private Digest writes() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(ledger.writes).forEach((key, value) -> text.append(key)
                .append('=')
                .append(new String(value, StandardCharsets.UTF_8))
                .append('\n'));
        return Digest.of(text.toString());
    }
}
