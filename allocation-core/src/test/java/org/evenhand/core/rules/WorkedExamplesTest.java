package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.contract.TestLedger;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Utilisation;
import org.junit.jupiter.api.Test;

/** The examples of docs/allocation-rules.md, number for number. */
class WorkedExamplesTest {
    private static final StreamId A = StreamId.parse("Org1MSP.node-1");
    private static final StreamId B = StreamId.parse("Org2MSP.node-1");
    private static final StreamId C = StreamId.parse("Org3MSP.node-1");
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 128, 0, 0), 3, 1_000, true, 3);

    private final TestLedger ledger = new TestLedger()
            .found(Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP"), new MspId("Org3MSP"))), FRAME);

    private StatusReport report(long cpuBasisPoints, Running... running) {
        TreeMap<String, Long> shares = new TreeMap<>();
        shares.put("cpu", cpuBasisPoints);
        return new StatusReport(ledger.nowMillis(), new Utilisation(shares), List.of(running), List.of(), List.of());
    }

    private void say(StreamId node, long cpuBasisPoints, Running... running) {
        ledger.append(
                node, Entry.builder().report(report(cpuBasisPoints, running)).build());
    }

    private void join(StreamId node, long cpu) {
        ledger.append(
                node,
                Entry.builder()
                        .request(NodeRequest.register(Resources.of(cpu, 8_192, 0, 0)))
                        .report(report(0))
                        .build());
    }

    /** Lets the probation of all nodes pass, then submits so many tasks through A, as entry 3 of its stream. */
    private List<Fact> submit(int tasks, StreamId... nodes) {
        ledger.round(A);
        ledger.pass(40_000);
        for (StreamId node : nodes) {
            say(node, 0);
        }
        ledger.append(
                A,
                Entry.builder()
                        .submit(Submission.of(new ClassName("frame"), tasks, Digest.of("payload")))
                        .build());
        return ledger.round(A);
    }

    private static TaskRange tasks(int from, int to) {
        return TaskRange.parse(A + "/3.0[" + from + "," + to + ")");
    }

    private static List<Fact> ofTasks(List<Fact> facts) {
        return facts.stream().filter(TaskFact.class::isInstance).toList();
    }

    @Test
    void nine_tasks_are_taken_as_one_range_and_placed_three_to_six() {
        join(A, 4_000);
        join(B, 8_000);
        List<Fact> facts = ofTasks(submit(9, A, B));
        assertThat(facts).hasSize(3);
        assertThat(facts.get(0)).isInstanceOfSatisfying(TaskFact.Queued.class, queued -> assertThat(queued.range())
                .isEqualTo(tasks(0, 9)));
        assertThat(facts.subList(1, 3))
                .containsExactly(new TaskFact.Placed(tasks(0, 3), A), new TaskFact.Placed(tasks(3, 9), B));
    }

    @Test
    void the_second_hot_report_makes_a_node_overloaded_and_the_third_cool_one_clears_it() {
        join(A, 4_000);
        join(B, 8_000);
        ledger.round(A);
        long[] reports = {9_000, 9_000, 7_900, 8_200, 7_900, 7_900, 7_900};
        boolean[] overloaded = {false, true, true, true, true, true, false};
        for (int i = 0; i < reports.length; i++) {
            say(A, reports[i]);
            say(B, 0);
            ledger.round(A);
            assertThat(ledger.pool().member(A).condition().overloaded())
                    .as("after report %d", i + 1)
                    .isEqualTo(overloaded[i]);
        }
    }

    @Test
    void two_tasks_of_a_silent_node_are_recovered_and_placed_one_to_one() {
        join(A, 4_000);
        join(B, 4_000);
        join(C, 4_000);
        assertThat(ofTasks(submit(6, A, B, C)).subList(1, 4))
                .containsExactly(
                        new TaskFact.Placed(tasks(0, 2), A),
                        new TaskFact.Placed(tasks(2, 4), B),
                        new TaskFact.Placed(tasks(4, 6), C));
        ledger.pass(15_000);
        say(A, 0);
        say(B, 0);
        assertThat(ofTasks(ledger.round(A)))
                .containsExactly(
                        new TaskFact.Recovered(tasks(4, 6), C, TaskFact.Cause.NODE_FAILED),
                        new TaskFact.Placed(tasks(4, 5), A),
                        new TaskFact.Placed(tasks(5, 6), B));
    }

    @Test
    void relief_moves_two_of_three_running_tasks_from_a_node_800_millicores_over_its_target() {
        join(A, 4_000);
        join(B, 8_000);
        submit(9, A, B);
        say(A, 9_000, new Running(tasks(0, 3), 100));
        assertThat(ofTasks(ledger.round(A))).isEmpty();
        say(A, 9_000, new Running(tasks(0, 3), 200));
        assertThat(ofTasks(ledger.round(A))).containsExactly(new TaskFact.Moved(tasks(1, 3), A, B));
    }

    @Test
    void turns_rotate_over_the_organisations_with_an_active_node() {
        join(A, 4_000);
        join(B, 8_000);
        ledger.round(A);
        Policy policy = Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP"), new MspId("Org3MSP")));
        assertThat(Turns.ownerOf(6, ledger.pool(), policy)).contains(A.msp());
        assertThat(Turns.ownerOf(7, ledger.pool(), policy)).contains(B.msp());
        assertThat(Turns.openToAll(1_499, 1_000, policy)).isFalse();
        assertThat(Turns.openToAll(1_500, 1_000, policy)).isTrue();
    }
}
