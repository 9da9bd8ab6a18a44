package org.evenhand.node.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.core.contract.AdoptedPolicy;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.contract.Request;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.state.Head;
import org.evenhand.node.ledger.Holding;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.LedgerException.Kind;
import org.evenhand.node.ledger.PoolLedger;
import org.evenhand.node.ledger.PoolListener;
import org.evenhand.node.ledger.PoolSnapshot;
import org.hyperledger.fabric.client.Checkpointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pool on a Fabric channel, read through a Gateway. */
public final class GatewayPoolLedger implements PoolLedger {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayPoolLedger.class);

    /** A read must fall between two rounds; a pool that decides ten a second leaves plenty of room for that. */
    private static final int READS_MAX = 20;

    /** Blocks whose events are heard again when nothing says how far they were. */
    static final long REPLAYED_BLOCKS_MAX = 1_000;

    private final EvenhandClient client;
    private final PoolId pool;
    private final Checkpointer checkpointer;

    /**
     * The ledger as the nodes of a process see it.
     *
     * @param client any member of the channel; stays open
     * @param checkpointer from where to follow the events; one that points nowhere is set {@link #REPLAYED_BLOCKS_MAX}
     *     before the channel's present end, since entries that no round has taken are not far behind it. What is older
     *     is named by those who have heard of it, or once its stream writes again
     */
    public GatewayPoolLedger(EvenhandClient client, PoolId pool, Checkpointer checkpointer) {
        this.client = client;
        this.pool = pool;
        this.checkpointer = checkpointer;
    }

    @FunctionalInterface
    private interface Read<T> {
        T read() throws EvenhandException, InterruptedException;
    }

    /** What was read while the pool stood at one round. */
    private record Stable<T>(Head head, T value) {}

    /** A Gateway may ask another peer each time, so what belongs together is read between two equal heads. */
    private <T> Stable<T> stable(Read<T> read) throws LedgerException {
        try {
            Head before = client.getHead(pool);
            for (int i = 0; i < READS_MAX; i++) {
                T value = read.read();
                Head after = client.getHead(pool);
                if (after.position().equals(before.position())) {
                    return new Stable<>(after, value);
                }
                before = after;
            }
            throw LedgerException.of(Kind.UNAVAILABLE, "rounds came faster than " + pool + " could be read", null);
        } catch (EvenhandException e) {
            throw Failures.translate(e);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    @Override
    public PoolId pool() {
        return pool;
    }

    @Override
    public PoolSnapshot snapshot() throws LedgerException {
        Policy policy = policy();
        Stable<List<NodeView>> nodes = stable(() -> client.listNodes(pool));
        return new PoolSnapshot(policy, nodes.head(), nodes.value());
    }

    private Policy policy() throws LedgerException {
        try {
            return client.getPool(pool)
                    .adopted()
                    .map(AdoptedPolicy::policy)
                    .orElseThrow(
                            () -> LedgerException.of(Kind.UNAVAILABLE, pool + " has no policy in force yet", null));
        } catch (EvenhandException e) {
            throw Failures.translate(e);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    @Override
    public Holding holding(StreamId node) throws LedgerException {
        Stable<Optional<NodeView>> held = stable(() -> find(node));
        return new Holding(held.head().position().round(), held.value());
    }

    private Optional<NodeView> find(StreamId node) throws EvenhandException, InterruptedException {
        try {
            return Optional.of(client.getNode(pool, node));
        } catch (EvenhandException e) {
            if (e.refusal()
                    .filter(refusal -> refusal.code() == RefusalCode.UNKNOWN_NODE)
                    .isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public TaskClass taskClass(ClassName name) throws LedgerException {
        Bytes answer = await(client.query(Request.of(Functions.GET_TASK_CLASS, pool.name(), name.name())));
        try {
            return TaskClass.fromJson(CanonicalJson.read(answer.toArray()));
        } catch (MalformedException e) {
            throw LedgerException.of(Kind.UNAVAILABLE, "class " + name + " cannot be read", e);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws LedgerException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            CompletionException translated = Failures.translate(e.getCause() == null ? e : e.getCause());
            throw LedgerException.causeOf(translated);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    @Override
    public Subscription follow(PoolListener listener) throws LedgerException {
        try {
            if (checkpointer.getBlockNumber().isEmpty()) {
                checkpointer.checkpointBlock(lastBlockPassedOver(await(client.height())));
            }
            return new Following(client.events(checkpointer, event -> tell(listener, event)));
        } catch (IOException e) {
            throw LedgerException.of(Kind.UNAVAILABLE, "the checkpoint cannot be written", e);
        } catch (EvenhandException e) {
            throw Failures.translate(e);
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    /** The block after which to hear events when nothing says how far they were; -1 for all. */
    static long lastBlockPassedOver(long height) {
        return Math.max(0, height - REPLAYED_BLOCKS_MAX) - 1;
    }

    /** The client's subscription, as the node sees it. */
    private record Following(org.evenhand.client.event.Subscription events) implements Subscription {
        @Override
        public CompletableFuture<Void> ended() {
            return events.ended();
        }

        @Override
        public void close() {
            events.close();
        }
    }

    private void tell(PoolListener listener, LedgerEvent event) {
        if (event instanceof LedgerEvent.EntryAppended entry && entry.pool().equals(pool)) {
            listener.entryAppended(entry.stream(), entry.sequence());
        } else if (event instanceof LedgerEvent.RoundDecided round
                && round.record().pool().equals(pool)) {
            listener.roundDecided(round.record());
        } else if (event instanceof LedgerEvent.PolicyChanged policy
                && policy.adopted()
                && policy.pool().equals(pool)) {
            listener.policyAdopted();
        } else if (event instanceof LedgerEvent.Unknown unknown) {
            LOG.warn("an event of transaction {} is not understood: {}", unknown.source(), unknown.problem());
        }
    }
}
