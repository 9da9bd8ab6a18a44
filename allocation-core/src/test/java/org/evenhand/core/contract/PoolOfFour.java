package org.evenhand.core.contract;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Caps;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Condition;
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

/** A pool with the default policy and four equal nodes, two of Org1 and two of Org2, whose probation is over. */
final class PoolOfFour {
    static final StreamId A1 = StreamId.parse("Org1MSP.node-1");
    static final StreamId A2 = StreamId.parse("Org1MSP.node-2");
    static final StreamId B1 = StreamId.parse("Org2MSP.node-1");
    static final StreamId B2 = StreamId.parse("Org2MSP.node-2");
    static final List<StreamId> NODES = List.of(A1, A2, B1, B2);
    static final Policy POLICY = Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP"), new MspId("Org3MSP")))
            .withCaps(new Caps(256, 3_000, 3_000, 128, 5, 16, 2, 128, 256));
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 128, 0, 0), 3, 1_000, true, 3);

    final TestLedger ledger = new TestLedger().found(POLICY, FRAME);

    PoolOfFour() {
        for (StreamId node : NODES) {
            ledger.append(
                    node,
                    Entry.builder()
                            .request(NodeRequest.register(Resources.of(4_000, 8_192, 0, 0)))
                            .build());
        }
        ledger.round(A1);
        ledger.pass(POLICY.timing().probationMillis());
        NODES.forEach(this::report);
        ledger.round(A1);
    }

    void report(StreamId node) {
        report(node, 0);
    }

    void report(StreamId node, long cpuBasisPoints) {
        TreeMap<String, Long> shares = new TreeMap<>();
        shares.put(Resources.CPU, cpuBasisPoints);
        ledger.append(
                node,
                Entry.builder()
                        .report(new StatusReport(
                                ledger.nowMillis(), new Utilisation(shares), List.of(), List.of(), List.of()))
                        .build());
    }

    /** Writes something that is no report. */
    void submit(StreamId stream, int submissions, int tasks) {
        Entry.Builder entry = Entry.builder();
        for (int i = 0; i < submissions; i++) {
            entry.submit(Submission.of(FRAME.name(), tasks, Digest.of("payload")));
        }
        ledger.append(stream, entry.build());
    }

    /** A round over all entries, by anybody, at this moment or when the turn is over. */
    List<Fact> round() {
        return ledger.round(A1);
    }

    Condition condition(StreamId node) {
        return ledger.pool().member(node).condition();
    }

    static <F extends Fact> List<F> only(List<Fact> facts, Class<F> kind) {
        Stream<F> chosen = facts.stream().filter(kind::isInstance).map(kind::cast);
        return chosen.toList();
    }

    static RefusalCode code(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return refused.refusal().code();
        }
        throw new AssertionError("it was accepted");
    }
}
