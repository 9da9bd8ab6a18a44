package org.evenhand.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Address;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Utilisation;
import org.evenhand.core.model.WriterChange;
import org.hyperledger.fabric.shim.Chaincode.Response;
import org.junit.jupiter.api.Test;

/** Which keys each transaction reads and writes through the shim: evidence and decisions must never meet. */
final class KeyMatrixTest {
    private static final Policy POLICY = Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP")));
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 128, 0, 0), 3, 1_000, true, 3);
    private static final long TURN_MILLIS = POLICY.timing().turnTimeoutMillis();

    private final byte[] admin1 = TestCertificates.of("CN=a,OU=admin").creator("Org1MSP");
    private final byte[] admin2 = TestCertificates.of("CN=a,OU=admin").creator("Org2MSP");
    private final byte[] node1 = TestCertificates.of("CN=n,OU=client").creator("Org1MSP");
    private final byte[] node2 = TestCertificates.of("CN=n,OU=client").creator("Org2MSP");
    private final FakeStub ledger = new FakeStub();
    private final StringBuilder matrix = new StringBuilder();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void every_transaction_touches_the_keys_of_the_matrix_and_no_other() throws IOException {
        found();
        append("first entry of a node", node1, "Org1MSP.node-1", 1, register());
        append("first entry of another", node2, "Org2MSP.node-1", 1, register());
        round("two nodes join", node1, "Org1MSP.node-1", Map.of("Org1MSP.node-1", 1L, "Org2MSP.node-1", 1L));
        append("next entry", node1, "Org1MSP.node-1", 2, submission());
        round("work is taken", node2, "Org2MSP.node-1", Map.of("Org1MSP.node-1", 2L));
        String change = Bytes.of(WriterChange.ofAddress(Address.parse("node-1.org1.example:7080"))
                        .toJson())
                .toString();
        run("a node's address changes", node1, Functions.UPDATE_WRITER, "edge", "Org1MSP.node-1", change);
        now = now.plusMillis(POLICY.timing().failAfterMillis());
        append("a lone report", node2, "Org2MSP.node-1", 2, report());
        round("a silent node fails", node2, "Org2MSP.node-1", Map.of("Org2MSP.node-1", 2L));

        try (InputStream golden = KeyMatrixTest.class.getResourceAsStream("key-matrix.txt")) {
            assertThat(golden).isNotNull();
            assertThat(matrix.toString()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void queries_write_nothing_and_emit_nothing() {
        found();
        append("first entry", node1, "Org1MSP.node-1", 1, register());
        round("a node joins", node1, "Org1MSP.node-1", Map.of("Org1MSP.node-1", 1L));
        for (String[] query : new String[][] {
            {Functions.GET_POOL, "edge"},
            {Functions.GET_HEAD, "edge"},
            {Functions.LIST_CLASSES, "edge"},
            {Functions.GET_QUEUE, "edge"},
            {Functions.LIST_NODES, "edge"},
            {Functions.GET_NODE, "edge", "Org1MSP.node-1"},
            {Functions.GET_STREAM, "edge", "Org1MSP.node-1"},
            {Functions.GET_ENTRY, "edge", "Org1MSP.node-1", "1"},
            {Functions.GET_SUBMISSION, "edge", "Org1MSP.node-1/1.0"},
            {Functions.GET_ROUND, "edge", "1"}
        }) {
            Response response = chaincode().invoke(ledger.transaction(node1, now, query));

            assertThat(response.getStatusCode())
                    .as(query[0] + ": " + response.getMessage())
                    .isEqualTo(200);
            assertThat(response.getStringPayload()).startsWith("{");
            assertThat(ledger.writes).isEmpty();
            assertThat(ledger.events).isEmpty();
        }
    }

    @Test
    void what_happened_lately_is_found_without_reading_all_that_ever_happened() {
        found();
        append("first entry", node1, "Org1MSP.node-1", 1, register());
        round("a node joins", node1, "Org1MSP.node-1", Map.of("Org1MSP.node-1", 1L));
        long last = 1L + Limits.STREAM_SLOTS;
        for (long sequence = 2; sequence <= last; sequence++) {
            append("a report", node1, "Org1MSP.node-1", sequence, report());
            round("which is taken", node1, "Org1MSP.node-1", Map.of("Org1MSP.node-1", sequence));
        }

        assertThat(historyReadBy(Functions.GET_ROUND, "edge", Long.toString(last)))
                .isEqualTo(1);
        assertThat(historyReadBy(Functions.GET_ROUND, "edge", Long.toString(last - 4)))
                .isEqualTo(5);
        assertThat(historyReadBy(Functions.GET_ENTRY, "edge", "Org1MSP.node-1", Long.toString(last)))
                .isEqualTo(1);
        assertThat(historyReadBy(Functions.GET_ENTRY, "edge", "Org1MSP.node-1", "1"))
                .isEqualTo(2);
        assertThat(ledger.historiesClosed).isEqualTo(4);
    }

    @Test
    void an_entry_that_never_was_is_refused_without_reading_any_history() {
        found();
        append("first entry", node1, "Org1MSP.node-1", 1, register());
        for (long sequence : new long[] {2, 1L + Limits.STREAM_SLOTS, Limits.COUNT_MAX}) {
            Response response = chaincode()
                    .invoke(ledger.transaction(
                            node1, now, Functions.GET_ENTRY, "edge", "Org1MSP.node-1", Long.toString(sequence)));

            assertThat(response.getMessage()).contains("entry-not-committed");
        }
        assertThat(ledger.historyRead).isZero();
    }

    private int historyReadBy(String... query) {
        int before = ledger.historyRead;
        Response response = chaincode().invoke(ledger.transaction(node1, now, query));
        assertThat(response.getStatusCode()).as(response.getMessage()).isEqualTo(200);
        return ledger.historyRead - before;
    }

    private void found() {
        String policy = Bytes.of(POLICY.toJson()).toString();
        run("a pool is proposed", admin1, Functions.PROPOSE_POLICY, "edge", "1", policy);
        String digest = Digest.of(POLICY.toJson()).hex();
        run("and approved", admin2, Functions.APPROVE_POLICY, "edge", "1", digest);
        String taskClass = Bytes.of(FRAME.toJson()).toString();
        run("a class is defined", admin1, Functions.DEFINE_TASK_CLASS, "edge", taskClass);
    }

    private void append(String what, byte[] signer, String stream, long sequence, Entry entry) {
        run(
                what,
                signer,
                Functions.APPEND,
                "edge",
                stream,
                Long.toString(sequence),
                Bytes.of(entry.toJson()).toString());
    }

    private void round(String what, byte[] signer, String proposer, Map<String, Long> inputs) {
        now = now.plusMillis(TURN_MILLIS);
        Json.ObjectBuilder named = Json.object();
        inputs.forEach(named::put);
        run(
                what,
                signer,
                Functions.DECIDE_ROUND,
                "edge",
                proposer,
                Bytes.of(named.build()).toString());
    }

    private void run(String what, byte[] signer, String... call) {
        Response response = chaincode().invoke(ledger.transaction(signer, now, call));
        assertThat(response.getStatusCode())
                .as(what + ": " + response.getMessage())
                .isEqualTo(200);
        assertThat(ledger.ranges)
                .as("a transaction that writes ranges over nothing")
                .isEmpty();
        matrix.append(call[0]).append(" (").append(what).append(") emits ").append(ledger.events.keySet());
        matrix.append('\n');
        ledger.reads.forEach(key -> matrix.append("  reads  ").append(key).append('\n'));
        ledger.writes
                .keySet()
                .forEach(key -> matrix.append("  writes ").append(key).append('\n'));
        ledger.commit();
    }

    private EvenhandChaincode chaincode() {
        return new EvenhandChaincode(new Callers(), Clock.fixed(now, ZoneOffset.UTC), "evenhand:1", 1);
    }

    private Entry register() {
        return Entry.builder()
                .request(NodeRequest.register(Resources.of(4_000, 8_192, 0, 0)))
                .report(idle())
                .build();
    }

    private Entry submission() {
        return Entry.builder()
                .submit(Submission.of(FRAME.name(), 9, Digest.of("payload")))
                .build();
    }

    private Entry report() {
        return Entry.builder().report(idle()).build();
    }

    private StatusReport idle() {
        return new StatusReport(now.toEpochMilli(), new Utilisation(new TreeMap<>()), List.of(), List.of(), List.of());
    }
}
