package org.evenhand.core.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.evenhand.core.contract.Outcome;
import org.evenhand.core.contract.TestLedger;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Caps;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StatusReport.Running;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Utilisation;
import org.evenhand.core.state.PoolState;

/**
 * Nodes that report honestly, and whose demand stays: tasks were placed, then foreign load comes, and from there on
 * nothing ends and nothing comes until the next {@link #heat}. All amounts are multiples of 100 and all capacities
 * divide 40,000, so that shares in basis points give back the amounts exactly.
 */
final class FixedDemandPool {
    static final long REPORT_MILLIS = 2_000;
    private static final int[] CPUS = {2_000, 4_000, 5_000, 8_000, 10_000, 20_000};
    private static final int[] MEMORIES = {4_000, 8_000, 10_000, 20_000};

    private final SplittableRandom random;
    private final TestLedger ledger = new TestLedger();
    private final List<StreamId> nodes = new ArrayList<>();
    private final TreeMap<ClassName, TaskClass> classes = new TreeMap<>();
    private final TreeMap<StreamId, Resources> background = new TreeMap<>();
    private final TreeMap<StreamId, Boolean> eager = new TreeMap<>();
    private final TreeMap<String, Long> startedMillis = new TreeMap<>();
    private final Policy policy;

    FixedDemandPool(long seed) {
        random = new SplittableRandom(seed);
        Caps caps = Caps.DEFAULT;
        Caps tight = new Caps(
                caps.entriesPerRound(),
                caps.factsPerRound(),
                caps.queuedRanges(),
                caps.rangesPerNode(),
                one(1, 3),
                one(1, 4),
                caps.recoveriesPerRound(),
                caps.nodesPerOrganisation(),
                caps.streamsPerOrganisation());
        policy = Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP")))
                .withCaps(random.nextBoolean() ? caps : tight);
        for (int i = one(2, 4); i > 0; i--) {
            TaskClass taskClass = new TaskClass(
                    new ClassName("class-" + i),
                    Resources.of(one(1, 8) * 100L, one(-6, 10) > 0 ? one(1, 10) * 100L : 0, 0, 0),
                    one(0, 9),
                    one(1, 15) * 1_000L,
                    one(0, 3) > 0,
                    3);
            classes.put(taskClass.name(), taskClass);
        }
        ledger.found(policy, classes.values().toArray(TaskClass[]::new));
        for (int i = one(4, 7); i > 0; i--) {
            nodes.add(StreamId.parse("Org" + (1 + i % 2) + "MSP.node-" + i));
        }
        load();
    }

    private int one(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    private void load() {
        int busy = (nodes.size() - 1) / 2;
        join(nodes.subList(0, busy));
        Entry.Builder work = Entry.builder();
        List<ClassName> names = new ArrayList<>(classes.keySet());
        for (int i = one(4, 14); i > 0; i--) {
            work.submit(Submission.of(names.get(one(0, names.size() - 1)), one(1, 25), Digest.of("payload")));
        }
        ledger.append(nodes.get(0), work.build());
        ledger.round(nodes.get(0));
        cancelWhatWaits();
        join(nodes.subList(busy, nodes.size()));
    }

    /** Nodes join, and their probation passes. */
    private void join(List<StreamId> joining) {
        for (StreamId node : joining) {
            background.put(node, Resources.NONE);
            eager.put(node, random.nextBoolean());
            Resources capacity = Resources.of(CPUS[one(0, 5)], MEMORIES[one(0, 3)], 0, 0);
            ledger.append(
                    node,
                    Entry.builder().request(NodeRequest.register(capacity)).build());
        }
        for (long passed = 0; passed <= policy.timing().probationMillis(); passed += 5_000) {
            ledger.pass(5_000);
            reportAll();
            ledger.round(nodes.get(0));
        }
    }

    /** What found no place would be placed as soon as relief makes room, and demand would not stay. */
    private void cancelWhatWaits() {
        PoolState pool = ledger.pool();
        Entry.Builder entry = Entry.builder();
        for (int priority : pool.queuedPriorities()) {
            pool.queued(priority).forEach(fragment -> entry.cancel(fragment.range()));
        }
        reportAll();
        if (!entry.build().isEmpty()) {
            ledger.append(nodes.get(0), entry.build());
        }
        ledger.round(nodes.get(0));
    }

    /** Foreign load comes to some nodes and leaves the others; from here on demand stays. */
    void heat() {
        for (StreamId node : nodes) {
            Resources capacity = ledger.pool().member(node).capacity();
            long memory = capacity.amount("memory") * one(0, 6) / 1_000 * 100;
            boolean hot = random.nextBoolean();
            background.put(
                    node,
                    hot
                            ? Resources.of(capacity.amount("cpu") * one(4, 10) / 1_000 * 100, memory, 0, 0)
                            : Resources.NONE);
        }
        round();
    }

    private void reportAll() {
        PoolState pool = ledger.pool();
        for (StreamId node : nodes) {
            if (pool.node(node).isPresent()) {
                ledger.append(node, Entry.builder().report(report(pool, node)).build());
            }
        }
    }

    private StatusReport report(PoolState pool, StreamId node) {
        TreeMap<String, Long> used =
                new TreeMap<>(background.getOrDefault(node, Resources.NONE).amounts());
        List<Running> running = new ArrayList<>();
        for (Fragment fragment : pool.holdings(node).fragments()) {
            Resources demand = Objects.requireNonNull(
                            classes.get(fragment.terms().taskClass()))
                    .demand();
            for (long task = fragment.range().from(); task < fragment.range().to(); task++) {
                String name = node + " " + fragment.range().submission() + " " + task;
                if (startedMillis.containsKey(name) || starts(pool, node, demand, used)) {
                    long since = startedMillis.computeIfAbsent(name, absent -> ledger.nowMillis());
                    demand.amounts().forEach((resource, amount) -> used.merge(resource, amount, Long::sum));
                    join(running, fragment.range().submission(), task, ledger.nowMillis() - since);
                }
            }
        }
        TreeMap<String, Long> shares = new TreeMap<>();
        used.forEach((resource, amount) -> shares.put(
                resource, amount * 10_000 / pool.member(node).capacity().amount(resource)));
        return new StatusReport(ledger.nowMillis(), new Utilisation(shares), running, List.of(), List.of());
    }

    private boolean starts(PoolState pool, StreamId node, Resources demand, SortedMap<String, Long> used) {
        Resources capacity = pool.member(node).capacity();
        return eager.getOrDefault(node, false)
                && demand.amounts().entrySet().stream()
                        .allMatch(amount -> used.getOrDefault(amount.getKey(), 0L) + amount.getValue()
                                <= capacity.amount(amount.getKey()));
    }

    private static void join(List<Running> running, SubmissionId submission, long task, long elapsedMillis) {
        int last = running.size() - 1;
        if (last >= 0
                && running.get(last).elapsedMillis() == elapsedMillis
                && running.get(last).range().submission().equals(submission)
                && running.get(last).range().to() == task) {
            TaskRange range = running.get(last).range();
            running.set(last, new Running(range.part(range.from(), task + 1), elapsedMillis));
        } else {
            running.add(new Running(TaskRange.of(submission, task, task + 1), elapsedMillis));
        }
    }

    /** All nodes report, and a round takes the reports. */
    RoundRecord round() {
        ledger.pass(REPORT_MILLIS);
        reportAll();
        if (ledger.propose(nodes.get(0)) instanceof Outcome.Accepted accepted) {
            return TestLedger.record(accepted);
        }
        throw new AssertionError("a round with reports was refused");
    }

    PoolState state() {
        return ledger.pool();
    }

    Policy policy() {
        return policy;
    }

    SortedMap<ClassName, TaskClass> classes() {
        return classes;
    }
}
