package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RejectionReason;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Caps;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StatusReport.Failed;
import org.evenhand.core.model.StatusReport.Finished;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Thresholds;
import org.evenhand.core.model.Timing;
import org.evenhand.core.model.Utilisation;
import org.evenhand.core.model.WriterChange;
import org.evenhand.core.state.LedgerKeys;
import org.junit.jupiter.api.Test;

/** What one member can do to keep the others from their rounds: nothing. */
class NobodyStopsThePoolTest {
    private static final StreamId NODE = StreamId.parse("Org1MSP.node-1");
    private static final StreamId OTHER = StreamId.parse("Org2MSP.node-1");
    private static final StreamId CLIENT = StreamId.parse("Org2MSP.client");
    private static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 128, 0, 0), 3, 1_000, true, 3);
    private static final Submission ONE = Submission.of(FRAME.name(), 1, Digest.of("payload"));

    private final TestLedger ledger = new TestLedger().found(policy(Caps.DEFAULT), FRAME);

    private static Policy policy(Caps caps) {
        return new Policy(
                1,
                List.of(new MspId("Org1MSP"), new MspId("Org2MSP")),
                List.of(),
                Thresholds.DEFAULT,
                Timing.DEFAULT,
                caps);
    }

    private static Entry report(long nowMillis, List<Finished> finished, List<Failed> failed) {
        return Entry.builder()
                .report(new StatusReport(nowMillis, new Utilisation(new TreeMap<>()), List.of(), finished, failed))
                .build();
    }

    private static void join(TestLedger ledger, StreamId node) {
        ledger.append(
                node,
                Entry.builder()
                        .request(NodeRequest.register(Resources.of(4_000, 8_192, 0, 0)))
                        .report(new StatusReport(
                                ledger.nowMillis(), new Utilisation(new TreeMap<>()), List.of(), List.of(), List.of()))
                        .build());
    }

    @Test
    void a_writer_that_runs_a_whole_ring_ahead_loses_its_oldest_entries_and_no_slot_that_it_overwrites_is_read() {
        join(ledger, NODE);
        for (int i = 0; i < Limits.STREAM_SLOTS; i++) {
            ledger.append(CLIENT, Entry.builder().submit(ONE).build());
        }

        List<Fact> facts = ledger.round(NODE);

        long firstRead = Limits.STREAM_SLOTS - Limits.STREAM_AHEAD_MAX + 1;
        assertThat(facts)
                .contains(
                        new StreamFact.EntriesLost(CLIENT, 1, firstRead - 1),
                        new StreamFact.EntriesTaken(CLIENT, Limits.STREAM_SLOTS));
        assertThat(ledger.lastReads())
                .contains(LedgerKeys.slot(TestLedger.POOL, CLIENT, firstRead))
                .doesNotContain(LedgerKeys.slot(TestLedger.POOL, CLIENT, Limits.STREAM_SLOTS + 1));
    }

    @Test
    void a_writer_that_stays_close_to_the_rounds_loses_nothing() {
        join(ledger, NODE);
        for (int i = 0; i < Limits.STREAM_LAG_MAX; i++) {
            ledger.append(CLIENT, Entry.builder().submit(ONE).build());
        }

        assertThat(ledger.round(NODE)).noneMatch(StreamFact.EntriesLost.class::isInstance);
        assertThat(ledger.pool().cursor(CLIENT)).isEqualTo(Limits.STREAM_LAG_MAX);
    }

    @Test
    void a_proposer_cannot_make_a_writer_lose_entries_by_naming_one_that_does_not_exist() {
        TestLedger narrow = new TestLedger().found(policy(new Caps(1, 3_000, 3_000, 128, 5, 16, 16, 128, 256)), FRAME);
        join(narrow, NODE);
        for (int i = 0; i < 20; i++) {
            narrow.append(CLIENT, Entry.builder().submit(ONE).build());
        }
        narrow.pass(500);

        TreeMap<StreamId, Long> named = new TreeMap<>();
        named.put(CLIENT, Limits.STREAM_LAG_MAX + 1L);

        assertThat(narrow.propose(NODE, named)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(
                        refused.refusal().code())
                .isEqualTo(RefusalCode.ENTRY_NOT_COMMITTED));
        assertThat(narrow.pool().cursor(CLIENT)).isZero();
    }

    @Test
    void a_full_queue_keeps_failed_work_with_its_node_but_never_finished_work() {
        TaskClass huge = new TaskClass(new ClassName("huge"), Resources.of(9_000, 128, 0, 0), 3, 1_000, true, 3);
        TestLedger full =
                new TestLedger().found(policy(new Caps(256, 3_000, 1, 128, 5, 16, 16, 128, 256)), FRAME, huge);
        Submission tooLarge = Submission.of(huge.name(), 1, Digest.of("payload"));
        join(full, NODE);
        full.append(CLIENT, Entry.builder().submit(ONE).build());
        full.round(NODE);
        full.append(CLIENT, Entry.builder().submit(tooLarge).build());
        full.append(NODE, Entry.builder().submit(tooLarge).build());
        full.round(NODE);
        TaskRange held = TaskRange.parse("Org2MSP.client/1.0[0,1)");
        assertThat(full.pool().queuedRanges()).isEqualTo(2);
        assertThat(full.pool().holdings(NODE).overlapping(held)).hasSize(1);

        full.append(NODE, report(full.nowMillis(), List.of(), List.of(new Failed(held, "out-of-memory"))));
        assertThat(full.round(NODE))
                .contains(new StreamFact.ItemRejected(
                        NODE, full.last(NODE), "end of " + held, RejectionReason.TOO_MANY_RANGES));
        full.append(NODE, report(full.nowMillis(), List.of(new Finished(held, 5, Digest.of("r"))), List.of()));
        assertThat(full.round(NODE)).contains(new TaskFact.Finished(held, NODE, 5, Digest.of("r")));
    }

    @Test
    void names_that_change_nothing_do_not_change_the_record_that_seeds_the_lots() {
        join(ledger, NODE);
        TreeMap<StreamId, Long> named = new TreeMap<>(Map.of(NODE, 1L));
        named.put(StreamId.parse("Org9MSP.stranger"), 7L);
        ledger.pass(500);

        RoundRecord record = TestLedger.record((Outcome.Accepted) ledger.propose(NODE, named));

        assertThat(record.inputs()).containsOnlyKeys(NODE);
    }

    @Test
    void a_stale_nodes_next_slot_is_read_only_when_a_verdict_on_it_is_due() {
        join(ledger, NODE);
        join(ledger, OTHER);
        ledger.round(NODE);
        String nextOfOther = LedgerKeys.slot(TestLedger.POOL, OTHER, 2);

        ledger.pass(Timing.DEFAULT.staleAfterMillis());
        ledger.append(NODE, report(ledger.nowMillis(), List.of(), List.of()));
        ledger.round(NODE);
        assertThat(ledger.lastReads()).as("when it goes stale").contains(nextOfOther);

        ledger.append(NODE, report(ledger.nowMillis(), List.of(), List.of()));
        ledger.round(NODE);
        assertThat(ledger.lastReads()).as("between stale and failed").doesNotContain(nextOfOther);

        ledger.pass(Timing.DEFAULT.failAfterMillis());
        ledger.append(NODE, report(ledger.nowMillis(), List.of(), List.of()));
        ledger.round(NODE);
        assertThat(ledger.lastReads()).as("when it fails").contains(nextOfOther);
    }

    @Test
    void a_writer_that_changes_its_key_in_every_block_undoes_no_round_but_its_own() {
        join(ledger, NODE);
        for (int block = 1; block <= 6; block++) {
            if (block == 2) {
                join(ledger, OTHER);
            }
            ledger.append(CLIENT, Entry.builder().submit(ONE).build());
            ledger.append(NODE, report(ledger.nowMillis(), List.of(), List.of()));
            TreeSet<String> changed = new TreeSet<>(changeKeyAndBack(CLIENT));
            if (block >= 2) {
                changed.addAll(changeKeyAndBack(OTHER));
            }

            ledger.round(NODE);

            // Fabric undoes a transaction of which somebody else has written what it read.
            assertThat(ledger.lastReads()).as("block " + block).doesNotContainAnyElementsOf(changed);
            assertThat(ledger.lastReads()).contains(LedgerKeys.writer(TestLedger.POOL, NODE));
        }
        assertThat(ledger.pool().nodes()).containsOnlyKeys(NODE, OTHER);
    }

    /** Returns the keys that were written. */
    private Set<String> changeKeyAndBack(StreamId stream) {
        Caller owner = TestLedger.owner(stream);
        Caller other = new Caller(stream.msp(), Digest.of("another key of " + stream), false);
        for (Caller[] change : new Caller[][] {{owner, other}, {other, owner}}) {
            ledger.accept(
                    change[0],
                    Functions.UPDATE_WRITER,
                    TestLedger.POOL.name(),
                    stream.toString(),
                    Bytes.of(WriterChange.ofKey(change[1].key()).toJson()).toString());
        }
        return Set.copyOf(ledger.lastWrites());
    }

    @Test
    void a_range_that_no_submission_can_have_is_refused() {
        for (String range : List.of("Org2MSP.client/1.0[0,10000001)", "Org2MSP.client/1.1000[0,1)")) {
            Json entry = Json.object()
                    .put("cancellations", Json.of(List.of(Json.of(range))))
                    .build();
            Outcome outcome = ledger.submit(
                    TestLedger.owner(CLIENT),
                    Functions.APPEND,
                    TestLedger.POOL.name(),
                    CLIENT.toString(),
                    "1",
                    Bytes.of(entry).toString());

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(
                            refused.refusal().code())
                    .isEqualTo(RefusalCode.BAD_RANGE));
        }
    }
}
