package org.evenhand.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.Caps;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Utilisation;
import org.evenhand.core.state.LedgerKeys;
import org.evenhand.core.state.PoolState;
import org.jspecify.annotations.Nullable;

/** A pool whose members do anything that the contract lets them do, honest or not, in an order that a seed gives. */
final class RandomPool {
    private static final List<MspId> MEMBERS =
            List.of(new MspId("Org1MSP"), new MspId("Org2MSP"), new MspId("Org3MSP"));
    private static final List<StreamId> STREAMS = List.of(
            StreamId.parse("Org1MSP.node-1"),
            StreamId.parse("Org1MSP.node-2"),
            StreamId.parse("Org2MSP.node-1"),
            StreamId.parse("Org3MSP.node-1"),
            StreamId.parse("Org2MSP.client"));
    private static final TaskClass SMALL =
            new TaskClass(new ClassName("small"), Resources.of(500, 64, 0, 0), 3, 300, true, 3);
    private static final TaskClass LONG =
            new TaskClass(new ClassName("long"), Resources.of(2_000, 1_000, 0, 10), 5, 5_000, false, 2);
    private static final TaskClass HUGE =
            new TaskClass(new ClassName("huge"), Resources.of(100_000, 0, 0, 0), 0, 1_000, false, 1);
    private static final Set<RefusalCode> FAIR_REFUSALS = EnumSet.of(
            RefusalCode.NOT_YOUR_TURN,
            RefusalCode.NOT_AN_ACTIVE_NODE,
            RefusalCode.NOTHING_DUE,
            RefusalCode.ENTRY_NOT_COMMITTED);
    private static final long[] JUMPS_MILLIS = {20, 100, 100, 500, 500, 2_000, 2_000, 7_000, 16_000, 31_000};

    private final SplittableRandom random;
    private final TestLedger ledger = new TestLedger();
    private final TaskBook book = new TaskBook();
    private PoolState pool = PoolState.empty();
    private int rounds;
    private int facts;
    private int entries;

    RandomPool(long seed) {
        random = new SplittableRandom(seed);
        Policy policy = Policy.of(MEMBERS);
        ledger.found(random.nextBoolean() ? policy : policy.withCaps(tight()), SMALL, LONG, HUGE);
        STREAMS.subList(0, 4).forEach(node -> append(node, Entry.builder().request(register())));
    }

    private Caps tight() {
        return new Caps(
                one(3, 7), one(1, 12), one(3, 10), one(1, 5), one(1, 3), one(1, 3), one(1, 2), one(1, 2), one(1, 3));
    }

    private int one(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private NodeRequest register() {
        return NodeRequest.register(Resources.of(one(1_000, 8_000), one(500, 8_000), 0, 100));
    }

    void step() throws MalformedException {
        if (chance(45)) {
            round();
        } else if (random.nextInt(400) == 0) {
            StreamId ahead = any(STREAMS);
            for (int i = 0; i < 70; i++) {
                append(ahead, Entry.builder().submit(submission()));
            }
        } else {
            append(any(STREAMS), entry());
        }
        if (chance(50)) {
            ledger.pass(JUMPS_MILLIS[random.nextInt(JUMPS_MILLIS.length)]);
        }
    }

    private void append(StreamId stream, Entry.Builder builder) {
        Entry entry = builder.build();
        ledger.append(stream, entry);
        entries++;
        book.appended(stream, ledger.last(stream), entry);
    }

    private Entry.Builder entry() {
        Entry.Builder entry = Entry.builder().report(report());
        if (chance(12)) {
            entry.request(request());
        }
        for (int i = one(-2, 2); i > 0; i--) {
            entry.submit(submission());
        }
        if (chance(15)) {
            entry.cancel(anyRange());
        }
        if (chance(15)) {
            entry.reprioritise(anyRange(), one(0, 9));
        }
        return entry;
    }

    private NodeRequest request() {
        NodeRequest.Kind kind = any(List.of(NodeRequest.Kind.values()));
        return switch (kind) {
            case REGISTER -> register();
            case CAPACITY -> new NodeRequest(kind, register().capacity());
            case ACTIVATE, DRAIN, RETIRE -> NodeRequest.of(kind);
        };
    }

    private Submission submission() {
        TaskClass taskClass = chance(60) ? SMALL : chance(90) ? LONG : HUGE;
        long deadline = chance(10) ? ledger.nowMillis() + one(-5_000, 20_000) : 0;
        int priority = chance(70) ? Submission.PRIORITY_OF_CLASS : one(0, 9);
        return new Submission(taskClass.name(), one(1, 12), Digest.of("payload"), priority, deadline);
    }

    private StatusReport report() {
        TreeMap<String, Long> shares = new TreeMap<>();
        shares.put(Resources.CPU, (long) (chance(70) ? one(0, 8_000) : one(8_000, 15_000)));
        if (chance(10)) {
            shares.put("nonsense", 100_000L);
        }
        List<StatusReport.Running> running = new ArrayList<>();
        List<StatusReport.Finished> finished = new ArrayList<>();
        List<StatusReport.Failed> failed = new ArrayList<>();
        for (int i = one(0, 3); i > 0; i--) {
            running.add(new StatusReport.Running(anyRange(), one(0, 3_000)));
        }
        for (int i = one(0, 3); i > 0; i--) {
            finished.add(new StatusReport.Finished(anyRange(), one(0, 3_000), Digest.of("result")));
        }
        for (int i = one(-2, 1); i > 0; i--) {
            failed.add(new StatusReport.Failed(anyRange(), "oops"));
        }
        return new StatusReport(ledger.nowMillis(), new Utilisation(shares), running, finished, failed);
    }

    /** A part of what some node has, or of what was once submitted, or of what never was. */
    private TaskRange anyRange() {
        List<Fragment> held = new ArrayList<>();
        pool.nodes().keySet().forEach(node -> held.addAll(pool.holdings(node).fragments()));
        if (!held.isEmpty() && chance(75)) {
            TaskRange range = any(held).range();
            return chance(40) ? range : part(range.submission(), range.from(), range.to());
        }
        List<SubmissionId> known = new ArrayList<>(book.submissions().keySet());
        if (known.isEmpty() || chance(5)) {
            return TaskRange.of(
                    new SubmissionId(any(STREAMS), one(1, 99), 0), one(0, 3), Limits.TASKS_PER_SUBMISSION_MAX);
        }
        return part(any(known), 0, 14);
    }

    private TaskRange part(SubmissionId submission, long from, long to) {
        long start = random.nextLong(from, to);
        return TaskRange.of(submission, start, random.nextLong(start, to) + 1);
    }

    private void round() throws MalformedException {
        StreamId proposer = any(STREAMS);
        if (chance(70)) {
            ledger.pass(500);
        }
        TreeMap<StreamId, Long> named = new TreeMap<>();
        for (StreamId stream : STREAMS) {
            long last = ledger.last(stream);
            if (last > 0 && chance(80)) {
                named.put(stream, chance(80) ? last : random.nextLong(0, last + 2));
            }
        }
        if (ledger.last(proposer) == 0) {
            return;
        }
        @Nullable Bytes head = ledger.state().get(LedgerKeys.head(TestLedger.POOL));
        Outcome outcome = ledger.propose(proposer, named);
        requireNoForeignKey(proposer);
        if (outcome instanceof Outcome.Refused refused) {
            if (!FAIR_REFUSALS.contains(refused.refusal().code())) {
                throw new AssertionError(refused.refusal().toLine());
            }
            return;
        }
        Outcome.Accepted accepted = (Outcome.Accepted) outcome;
        RoundRecord record = TestLedger.record(accepted);
        ReplayCheck.check(TestLedger.POOL, pool, head, accepted);
        for (Fact fact : record.facts()) {
            book.decided(fact);
        }
        pool = ledger.pool();
        book.requireSame(pool);
        rounds++;
        facts += record.facts().size();
    }

    /** A writer may change its key in any block, so whatever a round is about, it reads nobody's but its proposer's. */
    private void requireNoForeignKey(StreamId proposer) {
        assertThat(ledger.lastReads())
                .filteredOn(key -> key.startsWith("writer/"))
                .containsExactly(LedgerKeys.writer(TestLedger.POOL, proposer));
    }

    int rounds() {
        return rounds;
    }

    int facts() {
        return facts;
    }

    int entries() {
        return entries;
    }

    TaskBook book() {
        return book;
    }
}
