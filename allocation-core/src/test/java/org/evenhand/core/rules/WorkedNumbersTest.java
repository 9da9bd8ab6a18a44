package org.evenhand.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.evenhand.core.contract.TestLedger;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Caps;
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
import org.evenhand.core.model.Thresholds;
import org.evenhand.core.model.Timing;
import org.evenhand.core.model.Utilisation;
import org.junit.jupiter.api.Test;

/** The steps between the beginning and the end of the examples of docs/allocation-rules.md, number for number. */
class WorkedNumbersTest {
    private static final StreamId A = StreamId.parse("Org1MSP.node-1");
    private static final StreamId B = StreamId.parse("Org2MSP.node-1");
    private static final Policy POLICY = Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP")));
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 128, 0, 0), 3, 1_000, true, 3);

    private final TestLedger ledger = new TestLedger().found(POLICY, FRAME);

    /** A with 4,000 and B with 8,000 millicores, both past their probation and idle. */
    WorkedNumbersTest() {
        join(A, 4_000);
        join(B, 8_000);
        ledger.round(A);
        ledger.pass(40_000);
        say(A, 0);
        say(B, 0);
        ledger.round(A);
    }

    private void join(StreamId node, long cpu) {
        NodeRequest register = NodeRequest.register(Resources.of(cpu, 8_192, 0, 0));
        ledger.append(node, Entry.builder().request(register).build());
    }

    private void say(StreamId node, long cpuBasisPoints, Running... running) {
        TreeMap<String, Long> shares = new TreeMap<>();
        shares.put("cpu", cpuBasisPoints);
        Utilisation utilisation = new Utilisation(shares);
        ledger.append(
                node,
                Entry.builder()
                        .report(new StatusReport(
                                ledger.nowMillis(), utilisation, List.of(running), List.of(), List.of()))
                        .build());
    }

    /** Nine frames are placed three to six; then A's report says 9,000 with its three running. */
    private void overload() {
        Submission nine = Submission.of(FRAME.name(), 9, Digest.of("payload"));
        ledger.append(A, Entry.builder().submit(nine).build());
        ledger.round(A);
        TaskRange three = TaskRange.parse(A + "/3.0[0,3)");
        assertThat(ledger.pool().holdings(A).fragments()).extracting("range").containsExactly(three);
        say(A, 9_000, new Running(three, 100));
        ledger.round(A);
    }

    private NodeLoad load(StreamId node) {
        TreeMap<ClassName, TaskClass> classes = new TreeMap<>();
        classes.put(FRAME.name(), FRAME);
        RoundInput input =
                new RoundInput(ledger.nowMillis(), POLICY, new TreeMap<>(), new TreeMap<>(), classes, Digest.NONE);
        return new Round(ledger.pool(), input, Trace.NONE).load(ledger.pool().member(node));
    }

    private Vessel placing(StreamId node) {
        return Vessel.placing(load(node), FRAME, POLICY.timing().backlogMillis(), true);
    }

    @Test
    void relief_has_room_for_tasks_that_run_longer_than_the_backlog_where_placement_may_queue_none() {
        TaskClass train = new TaskClass(new ClassName("train"), Resources.of(1_400, 128, 0, 0), 3, 60_000, true, 3);
        long backlogMillis = POLICY.timing().backlogMillis();

        assertThat(Vessel.relieving(load(A), train).room()).isEqualTo(2);
        assertThat(load(A).free("cpu") * backlogMillis).isLessThan(1_400L * 60_000);
    }

    private long levelMillis(StreamId node, long tasks) {
        return Math.round(placing(node).levelMicros(tasks) / 1_000.0);
    }

    @Test
    void idle_nodes_have_seven_tenths_of_their_capacity_free() {
        assertThat(load(A).free("cpu")).isEqualTo(2_800);
        assertThat(load(B).free("cpu")).isEqualTo(5_600);
    }

    @Test
    void three_tasks_on_a_and_six_on_b_drain_in_the_same_536_milliseconds() {
        assertThat(levelMillis(A, 3)).isEqualTo(536);
        assertThat(levelMillis(B, 6)).isEqualTo(536);
    }

    @Test
    void one_task_more_would_drain_in_714_milliseconds_on_a_and_625_on_b() {
        assertThat(levelMillis(A, 4)).isEqualTo(714);
        assertThat(levelMillis(B, 7)).isEqualTo(625);
    }

    @Test
    void the_loads_of_relief_are_those_of_its_table() {
        overload();
        assertThat(load(A).inUse("cpu")).isEqualTo(3_600);
        assertThat(load(A).background("cpu")).isEqualTo(2_100);
        assertThat(load(A).inUse("cpu") - load(A).background("cpu")).isEqualTo(1_500);
        assertThat(load(A).outstanding("cpu")).isEqualTo(1_500);
        assertThat(load(A).target("cpu")).isEqualTo(2_800);
        assertThat(load(A).excess("cpu")).isEqualTo(800);
        assertThat(load(B).inUse("cpu")).isZero();
        assertThat(load(B).background("cpu")).isZero();
        assertThat(load(B).outstanding("cpu")).isEqualTo(3_000);
        assertThat(load(B).target("cpu")).isEqualTo(5_600);
        assertThat(load(B).excess("cpu")).isZero();
    }

    @Test
    void two_tasks_must_leave_b_has_room_for_five_and_a_ends_at_2_600() {
        overload();
        assertThat(Amounts.dividedUp(load(A).excess("cpu"), 500)).isEqualTo(2);
        assertThat(Vessel.relieving(load(B), FRAME).room()).isEqualTo(5);
        say(A, 9_000, new Running(TaskRange.parse(A + "/3.0[0,3)"), 600));
        ledger.round(A);
        assertThat(load(A).projected("cpu")).isEqualTo(2_600);
        assertThat(load(B).projected("cpu")).isEqualTo(4_000);
    }

    @Test
    void the_defaults_are_those_that_the_document_states() {
        assertThat(Thresholds.DEFAULT).isEqualTo(new Thresholds(4_000, 7_000, 8_500, 500, 2, 3));
        Timing timing = Timing.DEFAULT;
        assertThat(timing.staleAfterMillis()).isEqualTo(6_000);
        assertThat(timing.failAfterMillis()).isEqualTo(15_000);
        assertThat(timing.freezeMaxMillis()).isEqualTo(30_000);
        assertThat(timing.backlogMillis()).isEqualTo(3_000);
        assertThat(timing.backlogHighMillis()).isEqualTo(10_000);
        assertThat(timing.probationMillis()).isEqualTo(30_000);
        assertThat(timing.coolDownMillis()).isEqualTo(5_000);
        assertThat(timing.turnTimeoutMillis()).isEqualTo(500);
        assertThat(Caps.DEFAULT.factsPerRound()).isEqualTo(3_000);
    }
}
