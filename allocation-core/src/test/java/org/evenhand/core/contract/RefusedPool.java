package org.evenhand.core.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Utilisation;
import org.evenhand.core.rules.Turns;

/**
 * The pool that every row of the table of refusals is called on: two nodes and two clients whose work is taken, the
 * last round decided just now, one open proposal of Org1 and as many of Org3 as it may have.
 */
final class RefusedPool {
    static final StreamId NODE = StreamId.parse("Org1MSP.node-1");
    static final StreamId OTHER = StreamId.parse("Org2MSP.node-1");
    static final StreamId CLIENT = StreamId.parse("Org1MSP.client");
    static final StreamId OTHER_CLIENT = StreamId.parse("Org2MSP.client");
    static final String POOL = TestLedger.POOL.name();
    static final Policy POLICY = Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP"), new MspId("Org3MSP")));
    static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 128, 0, 0), 3, 1_000, true, 3);

    private final TestLedger ledger = new TestLedger().found(POLICY, FRAME);

    /** One row of the table. */
    record Row(String what, RefusalCode code, Call call) {}

    /** A call of the contract that must be refused. */
    @FunctionalInterface
    interface Call {
        Outcome on(TestLedger ledger);
    }

    RefusedPool() {
        for (StreamId node : List.of(NODE, OTHER)) {
            ledger.append(
                    node,
                    Entry.builder()
                            .request(NodeRequest.register(Resources.of(4_000, 8_192, 0, 0)))
                            .report(new StatusReport(
                                    ledger.nowMillis(),
                                    new Utilisation(new TreeMap<>()),
                                    List.of(),
                                    List.of(),
                                    List.of()))
                            .build());
        }
        for (StreamId client : List.of(CLIENT, CLIENT, OTHER_CLIENT)) {
            ledger.append(
                    client,
                    Entry.builder()
                            .submit(Submission.of(FRAME.name(), 2, Digest.of("payload")))
                            .build());
        }
        ledger.round(NODE);
        ledger.accept(TestLedger.admin("Org1MSP"), Functions.PROPOSE_POLICY, POOL, "2", policy());
        for (int number = 13; number <= 17; number++) {
            String text = Integer.toString(number);
            ledger.accept(TestLedger.admin("Org3MSP"), Functions.PROPOSE_POLICY, POOL, text, policy());
        }
    }

    TestLedger ledger() {
        return ledger;
    }

    /** The organisation whose turn it is. */
    MspId owner() {
        return Turns.ownerOf(2, ledger.pool(), POLICY).orElseThrow();
    }

    static String policy() {
        return Bytes.of(POLICY.toJson()).toString();
    }

    /** The pool's policy with a part of its text replaced. */
    static String policy(String from, String to) {
        return replaced(policy(), from, to);
    }

    /** A new class with a part of its text replaced. */
    static String taskClass(String from, String to) {
        return replaced(Bytes.of(FRAME.toJson()).toString().replace("frame", "fresh"), from, to);
    }

    private static String replaced(String text, String from, String to) {
        if (!text.contains(from)) {
            throw new AssertionError(text + " does not contain " + from);
        }
        return text.replace(from, to);
    }

    static Row row(String what, RefusalCode code, Caller caller, String function, String... arguments) {
        return new Row(function + ": " + what, code, ledger -> ledger.submit(caller, function, arguments));
    }

    static Row query(String what, RefusalCode code, String function, String... arguments) {
        return new Row(function + ": " + what, code, ledger -> Contract.query(Request.of(function, arguments), ledger));
    }

    /** A call on a ledger on which somebody has put what the contract would not; undone after it. */
    static Row tampered(Row row, String key, String from, String to) {
        return new Row(row.what(), row.code(), ledger -> {
            Bytes before = ledger.get(key).orElseThrow();
            ledger.state().put(key, Bytes.copyOf(bytes(replaced(before.toString(), from, to))));
            try {
                return row.call().on(ledger);
            } finally {
                ledger.state().put(key, before);
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
