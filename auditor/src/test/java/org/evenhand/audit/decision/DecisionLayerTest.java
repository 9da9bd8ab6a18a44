package org.evenhand.audit.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.evenhand.audit.AuditProgress;
import org.evenhand.audit.AuditReport;
import org.evenhand.audit.AuditVerdict;
import org.evenhand.audit.Finding;
import org.evenhand.audit.FindingCode;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.rules.Trace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLayerTest {
    private static final StreamId NODE = StreamId.parse("Org1MSP.node-1");
    private static final StreamId OTHER = StreamId.parse("Org2MSP.node-1");
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 128, 0, 0), 3, 1_000, true, 3);

    @org.jspecify.annotations.Nullable
    ForgedPool pool;

    @BeforeEach
    void two_nodes_join(@TempDir Path folder) {
        pool = new ForgedPool(folder, FRAME);
        join(NODE, 4_000);
        join(OTHER, 8_000);
        pool().round(NODE);
        pool().pass(40_000);
        pool().append(NODE, Entry.builder().report(pool().idle()).build());
        pool().append(
                        OTHER,
                        Entry.builder()
                                .report(pool().idle())
                                .submit(Submission.of(new ClassName("frame"), 9, Digest.of("payload")))
                                .build());
    }

    private ForgedPool pool() {
        return java.util.Objects.requireNonNull(pool);
    }

    private void join(StreamId node, long cpu) {
        pool().append(
                        node,
                        Entry.builder()
                                .request(NodeRequest.register(Resources.of(cpu, 8_192, 0, 0)))
                                .report(pool().idle())
                                .build());
    }

    private AuditReport audit(Path folder) throws InterruptedException {
        return EvenhandAudit.verify(pool().stored(folder), pool().trusting(), AuditProgress.NONE);
    }

    @Test
    void honest_rounds_are_decided_again_byte_for_byte(@TempDir Path folder) throws Exception {
        pool().round(NODE);

        AuditReport report = audit(folder);

        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(report.roundsReplayed()).isEqualTo(2);
        assertThat(report.blocks()).isEqualTo(pool().height());
    }

    @Test
    void a_bent_decision_with_fresh_hashes_is_named_by_block_transaction_and_round(@TempDir Path folder)
            throws Exception {
        long block = pool().height();
        pool().round(
                        NODE,
                        bentRecord("\"range\":\"Org2MSP.node-1/2.0[0,3)\"", "\"range\":\"Org2MSP.node-1/2.0[0,4)\""));
        pool().append(NODE, Entry.builder().report(pool().idle()).build());

        AuditReport report = audit(folder);

        assertThat(report.verdict().exitCode()).isEqualTo(3);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.DECISION_EVENT_MISMATCH);
            assertThat(finding.block()).hasValue(block);
            assertThat(finding.transaction()).hasValue(0);
            assertThat(finding.round()).hasValue(2);
            assertThat(finding.message()).contains("[0,4)").contains("[0,3)");
        });
    }

    @Test
    void a_bent_write_is_named_with_its_key(@TempDir Path folder) throws Exception {
        pool().round(NODE, outcome -> {
            TreeMap<String, Bytes> writes = new TreeMap<>(outcome.writes());
            String key = writes.keySet().stream()
                    .filter(one -> one.startsWith("load/") || one.startsWith("shelf/"))
                    .findFirst()
                    .orElseThrow();
            writes.put(key, Bytes.copyOf("{}".getBytes(StandardCharsets.UTF_8)));
            return new Outcome.Accepted(writes, outcome.event(), outcome.response());
        });

        AuditReport report = audit(folder);

        assertThat(report.findings()).extracting(Finding::code).containsExactly(FindingCode.DECISION_WRITES_MISMATCH);
        assertThat(report.findings().get(0).round()).hasValue(2);
    }

    @Test
    void a_key_that_the_contract_does_not_write_is_named(@TempDir Path folder) throws Exception {
        pool().round(NODE, outcome -> {
            TreeMap<String, Bytes> writes = new TreeMap<>(outcome.writes());
            writes.put("smuggled", Bytes.copyOf(new byte[] {'1'}));
            return new Outcome.Accepted(writes, outcome.event(), outcome.response());
        });

        assertThat(audit(folder).findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                .contains("smuggled"));
    }

    @Test
    void a_bent_response_is_named(@TempDir Path folder) throws Exception {
        pool().round(
                        NODE,
                        outcome -> new Outcome.Accepted(
                                outcome.writes(), outcome.event(), Bytes.copyOf(new byte[] {'{', '}'})));

        assertThat(audit(folder).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.DECISION_RESPONSE_MISMATCH);
    }

    @Test
    void what_the_contract_refuses_cannot_have_been_accepted(@TempDir Path folder) throws Exception {
        pool().claim(NODE, pretended(new TreeMap<>()), "Append", "edge", NODE.toString(), "99", "{}");

        assertThat(audit(folder).findings()).extracting(Finding::code).containsExactly(FindingCode.DECISION_REFUSED);
    }

    @Test
    void rules_that_this_build_does_not_know_are_incomplete_evidence(@TempDir Path folder) throws Exception {
        TreeMap<String, Bytes> writes = new TreeMap<>();
        String policy = pool().text("policy/edge").replace("\"rules\":1", "\"rules\":99");
        writes.put("policy/edge", Bytes.copyOf(policy.getBytes(StandardCharsets.UTF_8)));
        pool().claim(NODE, pretended(writes), "Unheard");
        pool().claim(NODE, pretended(new TreeMap<>()), "DecideRound", "edge", NODE.toString(), "{}");

        assertThat(audit(folder).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.DECISION_REFUSED, FindingCode.RULES_UNKNOWN);
    }

    @Test
    void a_round_that_read_less_than_the_contract_reads_is_named(@TempDir Path folder) throws Exception {
        pool().withoutRead("head/edge").round(NODE);

        assertThat(audit(folder).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.DECISION_READS_MISMATCH);
            assertThat(finding.message()).contains("head/edge");
        });
    }

    private static Outcome.Accepted pretended(SortedMap<String, Bytes> writes) {
        Bytes nothing = Bytes.copyOf(new byte[] {'{', '}'});
        return new Outcome.Accepted(writes, Optional.of(new Outcome.Event("EntryAppended", nothing)), nothing);
    }

    @Test
    void a_task_is_explained_from_submission_to_end(@TempDir Path folder) throws Exception {
        pool().round(NODE);
        pool().append(
                        NODE,
                        Entry.builder()
                                .report(pool().idle(new StatusReport.Finished(
                                        TaskRange.parse("Org2MSP.node-1/2.0[0,3)"), 900, Digest.of("result"))))
                                .build());
        pool().round(OTHER);

        TaskExplanation explanation = explain(folder, "Org2MSP.node-1/2.0#1");

        assertThat(explanation.audit().verdict()).isEqualTo(AuditVerdict.VERIFIED);
        assertThat(explanation.steps())
                .extracting(step -> step.fact().kind())
                .containsExactly("queued", "placed", "finished");
        assertThat(explanation.hasEnded()).isTrue();
        TaskExplanation.Step placed = explanation.steps().get(1);
        assertThat(((TaskFact.Placed) placed.fact()).node()).isEqualTo(NODE);
        Optional<Trace.Filling> choice = placed.choice();
        assertThat(choice).hasValueSatisfying(filling -> {
            assertThat(filling.tasks()).isEqualTo(9);
            assertThat(filling.levelMicros()).isPositive();
            assertThat(filling.candidates()).extracting(Trace.Candidate::node).contains(NODE, OTHER);
        });
        assertThat(placed.sentence()).contains("round 2").contains("Org1MSP.node-1");
    }

    @Test
    void a_task_of_another_pool_is_another_task(@TempDir Path folder) throws Exception {
        pool().round(NODE);

        assertThat(explain(folder, "edge:Org2MSP.node-1/2.0#1").steps())
                .extracting(step -> step.pool().name())
                .containsOnly("edge");
        assertThat(explain(folder, "render:Org2MSP.node-1/2.0#1").steps()).isEmpty();
    }

    private TaskExplanation explain(Path folder, String task) throws InterruptedException {
        return EvenhandAudit.explain(
                pool().stored(folder), pool().trusting(), TaskName.parse(task), AuditProgress.NONE);
    }

    @Test
    void a_task_that_nobody_submitted_has_no_history(@TempDir Path folder) throws Exception {
        pool().round(NODE);

        TaskExplanation explanation = explain(folder, "Org2MSP.node-1/2.0#9");

        assertThat(explanation.steps()).isEmpty();
        assertThat(explanation.hasEnded()).isFalse();
    }

    private static UnaryOperator<Outcome.Accepted> bentRecord(String from, String to) {
        return outcome -> {
            Outcome.Event event = outcome.event().orElseThrow();
            String bent = event.payload().toString().replace(from, to);
            assertThat(bent).isNotEqualTo(event.payload().toString());
            Bytes payload = Bytes.copyOf(bent.getBytes(StandardCharsets.UTF_8));
            return new Outcome.Accepted(
                    outcome.writes(), Optional.of(new Outcome.Event(event.name(), payload)), outcome.response());
        };
    }
}
