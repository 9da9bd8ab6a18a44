package org.evenhand.audit.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.evenhand.audit.ChaincodeTransaction;
import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.PresentedIdentity;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.audit.state.StateView;
import org.evenhand.audit.state.Version;
import org.evenhand.audit.state.VersionedValue;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.junit.jupiter.api.Test;

/**
 * The golden vectors of the core, replayed as the auditor replays transactions: from their creators' certificates on.
 */
class GoldenVectorsTest {
    private static final Path FOLDER = Path.of("..", "allocation-core", "src", "test", "resources", "golden");
    private static final String CHAINCODE = "evenhand";
    private static final Pattern ANY = Pattern.compile("(?s).*");
    private static final int VECTORS_MIN = 500;

    private final Map<String, PresentedIdentity> writers = writers();
    private final TreeMap<String, Bytes> state = new TreeMap<>();
    private final StateView view = this::value;
    private Digest chain = Digest.NONE;

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file), StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, PresentedIdentity> writers() {
        IdentityCache identities = new IdentityCache(SignatureProvider.portable());
        TreeMap<String, PresentedIdentity> writers = new TreeMap<>();
        for (String line : lines("writers.txt")) {
            String[] parts = line.split(" ", -1);
            String pem = "-----BEGIN CERTIFICATE-----\n" + parts[2] + "\n-----END CERTIFICATE-----\n";
            writers.put(
                    parts[0] + " " + parts[1],
                    identities.of(SerializedIdentity.newBuilder()
                            .setMspid(parts[0])
                            .setIdBytes(ByteString.copyFromUtf8(pem))
                            .build()
                            .toByteString()));
        }
        return writers;
    }

    private Optional<VersionedValue> value(String namespace, String key) {
        return Optional.ofNullable(state.get(key))
                .map(bytes -> new VersionedValue(ByteString.copyFrom(bytes.toArray()), Map.of(), new Version(0, 0)));
    }

    @Test
    void every_golden_transaction_is_replayed_to_the_same_bytes() throws MalformedException {
        List<String> vectors = lines("v1.txt");
        assertThat(vectors).hasSizeGreaterThan(VECTORS_MIN);
        for (String vector : vectors) {
            run(ObjectReader.of("vector", CanonicalJson.read(vector.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private void run(ObjectReader vector) throws MalformedException {
        int number = (int) vector.number("number", 1, Integer.MAX_VALUE);
        Outcome outcome = new ContractReplay(transaction(number, vector), view).run();
        String code = vector.text("outcome", ANY);
        if (outcome instanceof Outcome.Accepted accepted) {
            assertThat(code).as("vector %d", number).isEqualTo("accepted");
            requireSame(number, accepted, vector);
            state.putAll(accepted.writes());
        } else {
            assertThat(((Outcome.Refused) outcome).refusal().code().word())
                    .as("vector %d", number)
                    .isEqualTo(code);
        }
        assertThat(chain.hex()).as("state after vector %d", number).isEqualTo(vector.text("state", ANY));
    }

    private ChaincodeTransaction transaction(int number, ObjectReader vector) throws MalformedException {
        String signer = vector.text("signer", ANY);
        long millis = vector.number("timeMillis", 0, Long.MAX_VALUE);
        return new ChaincodeTransaction(
                number,
                0,
                "tx" + number,
                Timestamp.newBuilder()
                        .setSeconds(millis / 1_000)
                        .setNanos((int) (millis % 1_000) * 1_000_000)
                        .build(),
                Objects.requireNonNull(writers.get(signer)),
                signer.endsWith(" admin"),
                vector.list("call", Integer.MAX_VALUE, value -> ByteString.copyFromUtf8(((Json.Str) value).value())),
                ChaincodeAction.newBuilder()
                        .setChaincodeId(ChaincodeID.newBuilder().setName(CHAINCODE))
                        .build(),
                new ReadWriteSet(List.of()));
    }

    private void requireSame(int number, Outcome.Accepted accepted, ObjectReader vector) throws MalformedException {
        Digest writes = fingerprint(accepted.writes());
        assertThat(writes.hex()).as("writes of vector %d", number).isEqualTo(vector.text("writes", ANY));
        chain = Digest.of(chain.hex() + writes.hex());
        Outcome.Event event = accepted.event().orElseThrow();
        assertThat(event.name()).as("event of vector %d", number).isEqualTo(vector.text("event", ANY));
        assertThat(event.payload().digest().hex())
                .as("event's payload of vector %d", number)
                .isEqualTo(vector.text("eventPayload", ANY));
        assertThat(accepted.response().digest().hex())
                .as("response of vector %d", number)
                .isEqualTo(vector.text("response", ANY));
    }

    private static Digest fingerprint(SortedMap<String, Bytes> writes) {
        StringBuilder text = new StringBuilder();
        writes.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Digest.of(text.toString());
    }
}
