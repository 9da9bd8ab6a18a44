package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Utilisation;
import org.junit.jupiter.api.Test;

class FirstWorkTest {
    private static final StreamId NODE = StreamId.parse("Org1MSP.node-1");
    private static final StreamId OTHER = StreamId.parse("Org2MSP.node-1");
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 128, 0, 0), 3, 1_000, true, 3);

    private final TestLedger ledger =
            new TestLedger().found(Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP"))), FRAME);

    private static StatusReport idle(long nowMillis, StatusReport.Finished... finished) {
        return new StatusReport(nowMillis, new Utilisation(new TreeMap<>()), List.of(), List.of(finished), List.of());
    }

    private void join(StreamId node, long cpu) {
        ledger.append(
                node,
                Entry.builder()
                        .request(NodeRequest.register(Resources.of(cpu, 8_192, 0, 0)))
                        .report(idle(ledger.nowMillis()))
                        .build());
    }

    @Test
    void work_is_taken_placed_and_settled() {
        join(NODE, 4_000);
        join(OTHER, 8_000);
        ledger.round(NODE);
        ledger.pass(40_000);
        ledger.append(NODE, Entry.builder().report(idle(ledger.nowMillis())).build());
        ledger.append(
                OTHER,
                Entry.builder()
                        .report(idle(ledger.nowMillis()))
                        .submit(Submission.of(new ClassName("frame"), 9, Digest.of("payload")))
                        .build());
        List<Fact> facts = ledger.round(NODE);
        List<TaskFact.Placed> placed = facts.stream()
                .filter(TaskFact.Placed.class::isInstance)
                .map(TaskFact.Placed.class::cast)
                .toList();
        assertThat(placed)
                .containsExactlyInAnyOrder(
                        new TaskFact.Placed(TaskRange.parse("Org2MSP.node-1/2.0[0,3)"), NODE),
                        new TaskFact.Placed(TaskRange.parse("Org2MSP.node-1/2.0[3,9)"), OTHER));
        ledger.pass(1_000);
        ledger.append(
                NODE,
                Entry.builder()
                        .report(idle(
                                ledger.nowMillis(),
                                new StatusReport.Finished(
                                        TaskRange.parse("Org2MSP.node-1/2.0[0,4)"), 900, Digest.of("result"))))
                        .build());
        assertThat(ledger.round(OTHER))
                .contains(
                        new TaskFact.Finished(
                                TaskRange.parse("Org2MSP.node-1/2.0[0,3)"), NODE, 900, Digest.of("result")),
                        new TaskFact.LateResult(TaskRange.parse("Org2MSP.node-1/2.0[3,4)"), NODE));
        assertThat(ledger.pool().holdings(NODE).isEmpty()).isTrue();
        assertThat(ledger.pool().holdings(OTHER).fragments()).hasSize(1);
    }

    @Test
    void a_task_class_can_be_asked_for_by_name() {
        assertThat(Contract.query(
                        Request.of(
                                Functions.GET_TASK_CLASS,
                                TestLedger.POOL.name(),
                                FRAME.name().name()),
                        ledger))
                .isEqualTo(new Outcome.Accepted(new TreeMap<>(), Optional.empty(), Bytes.of(FRAME.toJson())));
        assertThat(Contract.query(Request.of(Functions.GET_TASK_CLASS, TestLedger.POOL.name(), "other"), ledger))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.UNKNOWN_CLASS));
    }

    @Test
    void all_classes_are_listed_by_name() throws MalformedException {
        assertThat(TaskClass.listFromBytes(answer(Functions.LIST_CLASSES))).containsExactly(FRAME);
    }

    @Test
    void the_queue_is_told_by_priority_with_the_age_of_what_waits_longest() throws MalformedException {
        join(NODE, 4_000);
        ledger.round(NODE);
        assertThat(QueueView.fromBytes(answer(Functions.GET_QUEUE)).lines()).isEmpty();
        ledger.append(
                NODE,
                Entry.builder()
                        .report(idle(ledger.nowMillis()))
                        .submit(Submission.of(new ClassName("frame"), 1_000, Digest.of("many")))
                        .build());
        ledger.round(NODE);
        long placed = ledger.pool().holdings(NODE).fragments().stream()
                .mapToLong(Fragment::size)
                .sum();
        assertThat(QueueView.fromBytes(answer(Functions.GET_QUEUE)))
                .isEqualTo(new QueueView(List.of(new QueueView.Line(
                        FRAME.priority(),
                        1_000 - placed,
                        1,
                        ledger.pool().position().decidedMillis()))));
    }

    private byte[] answer(String query) {
        Outcome outcome = Contract.query(Request.of(query, TestLedger.POOL.name()), ledger);
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).response().toArray();
    }
}
