package org.evenhand.node;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.Timing;
import org.evenhand.node.execution.BackgroundLoad;
import org.evenhand.node.execution.TaskExecutor;
import org.evenhand.node.execution.TimePassingExecutor;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.sensing.ProcessShareSensor;
import org.evenhand.node.stopping.StopNote;
import org.evenhand.node.time.ManualTimers;

/** Nodes that let time pass, over the real contract, on a clock of the test's own. */
final class TestPool {
    static final StreamId A = StreamId.parse("Org1MSP.a");
    static final StreamId B = StreamId.parse("Org2MSP.b");
    static final StreamId CLIENT = StreamId.parse("Org1MSP.client");
    static final TaskClass FRAME =
            new TaskClass(new ClassName("frame"), Resources.of(500, 64, 0, 0), 3, 1_000, true, 3);
    static final TaskClass LONG = new TaskClass(new ClassName("long"), Resources.of(500, 64, 0, 0), 3, 60_000, true, 3);
    static final TaskClass SHOT = new TaskClass(new ClassName("shot"), Resources.of(500, 64, 0, 0), 3, 10_000, true, 3);
    static final Resources CAPACITY = Resources.of(4_000, 4_096, 0, 0);

    final ManualTimers timers = new ManualTimers();
    static final Policy POLICY = Policy.of(List.of(new MspId("Org1MSP"), new MspId("Org2MSP")))
            .withTiming(new Timing(1_000, 4_000, 8_000, 12_000, 3_000, 10_000, 1_000, 2_000, 500, 10_000));
    final ContractLedger ledger;
    final PoolFollower pool;
    final TreeMap<StreamId, BackgroundLoad> backgrounds = new TreeMap<>();

    TestPool() {
        this(POLICY);
    }

    TestPool(Policy policy) {
        ledger = new ContractLedger(timers, policy, FRAME, SHOT, LONG);
        pool = follow();
    }

    /** A follower as a process of its own would have. */
    PoolFollower follow() {
        try {
            return PoolFollower.open(ledger, timers, timers.threads());
        } catch (LedgerException e) {
            throw new AssertionError(e);
        }
    }

    AllocatorNode node(StreamId id) {
        return node(id, new TimePassingExecutor(timers, 1), pool);
    }

    AllocatorNode node(StreamId id, TaskExecutor executor, PoolFollower follower) {
        return node(id, CAPACITY, executor, follower);
    }

    AllocatorNode node(StreamId id, Resources capacity, TaskExecutor executor, PoolFollower follower) {
        return node(id, capacity, executor, follower, StopNote.inMemory());
    }

    /** A node that remembers its last stop, on a follower as a process of its own would have. */
    AllocatorNode node(StreamId id, StopNote note) {
        return node(id, CAPACITY, new TimePassingExecutor(timers, 1), follow(), note);
    }

    private AllocatorNode node(
            StreamId id, Resources capacity, TaskExecutor executor, PoolFollower follower, StopNote note) {
        BackgroundLoad background = BackgroundLoad.declared();
        backgrounds.put(id, background);
        NodeParts parts = new NodeParts(
                id,
                capacity,
                ledger.ofNode(id),
                executor,
                new ProcessShareSensor(executor, background),
                NodePace.DEFAULT,
                note);
        AllocatorNode node =
                new AllocatorNode(parts, new NodeServices(follower, timers, timers.threads(), timers.threads()));
        node.start();
        return node;
    }

    void submit(TaskClass taskClass, long count) {
        ledger.append(
                CLIENT,
                Entry.builder()
                        .submit(Submission.of(taskClass.name(), count, Digest.of("payload")))
                        .build());
    }

    /** Changes the load on a node that is not the pool's. */
    void disturb(StreamId node, long millicores) {
        Objects.requireNonNull(backgrounds.get(node)).change(Resources.of(millicores, 0, 0, 0));
    }

    <F extends Fact> List<F> facts(Class<F> type) {
        return ledger.facts().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
