package org.evenhand.evaluation.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.Subscription;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.AllocatorNode;
import org.evenhand.node.NodeHost;
import org.evenhand.node.NodePace;
import org.evenhand.node.NodeParts;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.BackgroundLoad;
import org.evenhand.node.execution.ConsumingLoad;
import org.evenhand.node.execution.TaskExecutor;
import org.evenhand.node.execution.TimePassingExecutor;
import org.evenhand.node.execution.WorkloadExecutor;
import org.evenhand.node.gateway.GatewayNodeLedger;
import org.evenhand.node.gateway.GatewayPoolLedger;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.sensing.ProcessShareSensor;
import org.evenhand.node.time.SystemTimers;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import org.jspecify.annotations.Nullable;

/**
 * Allocator nodes of several organisations in this process, each with a key of its own. They are the real daemons; only
 * the process is shared. Used by one thread.
 */
public final class NodeFleet implements AutoCloseable {
    private final LoadTarget network;
    private final PoolId pool;
    private final Maker maker;
    private final EvenhandClient observer;
    private final Subscription rounds;
    private final NodeHost host;
    private final TreeMap<StreamId, Member> members = new TreeMap<>();
    private final List<EvenhandClient> clients = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();

    private record Member(AllocatorNode node, BackgroundLoad background) {}

    /** What runs the tasks of a node, and what else it does. */
    private record Machine(TaskExecutor executor, BackgroundLoad background) {}

    /** Makes the machine of a node. */
    @FunctionalInterface
    private interface Maker {
        Machine make(NodeHost host, StreamId id) throws IOException;
    }

    private NodeFleet(LoadTarget network, PoolId pool, Maker maker, Consumer<RoundRecord> listener)
            throws IOException, EvenhandException, InterruptedException, LedgerException {
        this.network = network;
        this.pool = pool;
        this.maker = maker;
        MspId first = network.organisations().get(0);
        observer = network.client(first, "observer");
        rounds = observer.events(new InMemoryCheckpointer(), event -> {
            if (event instanceof LedgerEvent.RoundDecided decided
                    && decided.record().pool().equals(pool)) {
                listener.accept(decided.record());
            }
        });
        host = NodeHost.open(new GatewayPoolLedger(observer, pool, new InMemoryCheckpointer()), new SystemTimers());
    }

    /**
     * Nodes whose tasks really use what their classes say.
     *
     * @param scratch a folder for what tasks write
     * @param listener told of every round of the pool
     */
    public static NodeFleet working(LoadTarget network, PoolId pool, Path scratch, Consumer<RoundRecord> listener)
            throws IOException, EvenhandException, InterruptedException, LedgerException {
        Maker maker = (host, id) -> {
            Path own = Files.createDirectories(scratch.resolve(id.toString()));
            return new Machine(
                    new WorkloadExecutor(host.workThreads(), own, seed(id)),
                    new ConsumingLoad(host.workThreads(), own));
        };
        return new NodeFleet(network, pool, maker, listener);
    }

    /** Nodes whose tasks only let their time pass. */
    public static NodeFleet passing(LoadTarget network, PoolId pool, Consumer<RoundRecord> listener)
            throws IOException, EvenhandException, InterruptedException, LedgerException {
        Maker maker =
                (host, id) -> new Machine(new TimePassingExecutor(host.timers(), seed(id)), BackgroundLoad.declared());
        return new NodeFleet(network, pool, maker, listener);
    }

    /**
     * Nodes whose tasks let a time pass that somebody knows.
     *
     * @param durations gives the durations of what a node starts, as {@link TimePassingExecutor} asks for them
     */
    public static NodeFleet replaying(
            LoadTarget network,
            PoolId pool,
            Function<StreamId, ToLongFunction<Assignment>> durations,
            Consumer<RoundRecord> listener)
            throws IOException, EvenhandException, InterruptedException, LedgerException {
        Maker maker = (host, id) ->
                new Machine(new TimePassingExecutor(host.timers(), durations.apply(id)), BackgroundLoad.declared());
        return new NodeFleet(network, pool, maker, listener);
    }

    private static long seed(StreamId id) {
        return id.toString().hashCode();
    }

    /** Starts a node with an identity of its own. */
    public void start(StreamId id, Resources capacity) throws IOException {
        EvenhandClient client = network.client(id.msp(), id.name());
        clients.add(client);
        Machine machine = maker.make(host, id);
        AllocatorNode node = host.start(new NodeParts(
                id,
                capacity,
                new GatewayNodeLedger(client, pool, id),
                machine.executor(),
                new ProcessShareSensor(machine.executor(), machine.background()),
                NodePace.DEFAULT));
        CompletableFuture<Void> unused = node.ended().whenComplete((done, failure) -> {
            if (failure != null) {
                broken.compareAndSet(null, failure);
            }
        });
        members.put(id, new Member(node, machine.background()));
    }

    private Member member(StreamId id) {
        Member member = members.get(id);
        if (member == null) {
            throw new IllegalArgumentException("no node " + id + " was started here");
        }
        return member;
    }

    /** Gives a node load that is not the pool's; {@link Resources#NONE} ends it. */
    public void load(StreamId id, Resources amounts) {
        member(id).background().change(amounts);
    }

    /** Ends a node as if its power had failed. */
    public void kill(StreamId id) {
        member(id).background().close();
        member(id).node().kill();
    }

    /** Why the first of the nodes ended that could not go on; nothing while all of them can. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(broken.get());
    }

    /** Transactions that were ordered and found invalid, lost races included. */
    public long invalidTransactions() {
        return clients.stream()
                .mapToLong(client ->
                        client.counters().invalid() + client.counters().roundsLost())
                .sum();
    }

    /** Proposals of a round that another proposal beat. */
    public long lostRaces() {
        return clients.stream()
                .mapToLong(client -> client.counters().roundsLost())
                .sum();
    }

    @Override
    public void close() {
        members.values().forEach(member -> member.background().close());
        host.close();
        rounds.close();
        observer.close();
        clients.forEach(EvenhandClient::close);
    }
}
