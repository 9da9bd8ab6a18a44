package org.evenhand.node.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.NodeFact;
import org.evenhand.core.fact.PoolFact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.StreamFact;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.node.ledger.Holding;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.PoolLedger;
import org.evenhand.node.ledger.PoolListener;
import org.evenhand.node.ledger.PoolSnapshot;
import org.evenhand.node.time.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one pool for all nodes of a process: reads it once, then keeps up by the events alone. After a gap in the
 * rounds it reads the pool again. May be called by any thread.
 */
public final class PoolFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PoolFollower.class);
    private static final long RETRY_MILLIS = 250;

    /** After so long without an event there are none that this process has not heard. */
    private static final long QUIET_MILLIS = 1_000;

    /** Rounds that may wait while the pool is being read; more would be a gap, and are read with the pool. */
    private static final int EARLY_ROUNDS_MAX = 1_000;

    private final PoolLedger ledger;
    private final Timers timers;
    private final Executor calls;
    private final ClassBook classes;
    private final PoolLedger.Subscription subscription;
    private final Proposals proposals = new Proposals();

    // Guarded by this object's lock.
    private final Map<StreamId, NodeListener> here = new TreeMap<>();
    private final TermsBook terms = new TermsBook();
    private final Roster roster = new Roster();
    private final PendingEntries pending = new PendingEntries();
    private final List<RoundRecord> early = new ArrayList<>();
    private Optional<Policy> policy = Optional.empty();
    private Turn turn = new Turn(1, 0, 0, 0, false, List.of(), List.of());
    private long frozenSinceMillis;
    private long eventMillis;
    private boolean reading = true;
    private boolean caughtUp;
    private boolean closed;
    private Optional<Throwable> broken = Optional.empty();

    private PoolFollower(PoolLedger ledger, Timers timers, Executor calls) throws LedgerException {
        this.ledger = ledger;
        this.timers = timers;
        this.calls = calls;
        this.classes = new ClassBook(ledger, timers, this::call, () -> tellAll(NodeListener::classKnown));
        this.eventMillis = timers.upMillis();
        this.subscription = ledger.follow(new Events());
        CompletableFuture<Void> unused = subscription.ended().whenComplete((done, failure) -> {
            if (failure != null) {
                broke(failure);
            }
        });
    }

    /**
     * Starts to follow.
     *
     * @param ledger where the pool lies
     * @param calls threads for calls that block
     * @throws LedgerException if the ledger cannot be reached; once it was, the follower finds its way back by itself
     */
    public static PoolFollower open(PoolLedger ledger, Timers timers, Executor calls) throws LedgerException {
        PoolFollower follower = new PoolFollower(ledger, timers, calls);
        follower.call(follower::read);
        return follower;
    }

    /** Tells a node of this process what concerns it, from the next round on. */
    public void join(StreamId node, NodeListener listener) {
        Optional<Throwable> lost;
        synchronized (this) {
            here.put(node, listener);
            lost = broken;
        }
        lost.ifPresent(listener::lost);
    }

    public synchronized void leave(StreamId node) {
        here.remove(node);
        proposals.failed(node);
    }

    /**
     * Whether the events have come as far as the pool that was read, so that what a round says from now on is heard
     * soon. A pool in which nothing happens is caught up with when nothing more has come for a while.
     */
    public synchronized boolean isCaughtUp() {
        caughtUp |= !reading && timers.upMillis() - eventMillis >= QUIET_MILLIS;
        return caughtUp && !reading;
    }

    /** Which pool it is. */
    public PoolId id() {
        return ledger.pool();
    }

    /** How far it has followed. */
    public synchronized PoolFigures figures() {
        long now = timers.nowMillis();
        long since = pendingSinceMillis();
        return new PoolFigures(
                !reading && broken.isEmpty(),
                Math.max(0, lastRound()),
                turn.decidedMillis() == 0 ? Optional.empty() : Optional.of(Math.max(0, now - turn.decidedMillis())),
                since == Long.MAX_VALUE ? 0 : Math.max(0, now - since));
    }

    /** The policy in force; nothing before the pool has been read. */
    public synchronized Optional<Policy> policy() {
        return policy;
    }

    /** The last round that was heard of. */
    public synchronized long lastRound() {
        return turn.round() - 1;
    }

    public synchronized Turn turn() {
        return turn;
    }

    /** What the nodes of this process have proposed. */
    public Proposals proposals() {
        return proposals;
    }

    /** What the rounds say of a node. */
    public synchronized Optional<NodeState> node(StreamId id) {
        return roster.find(id);
    }

    /** The last entry of a stream that rounds took; 0 for none. */
    public synchronized long taken(StreamId stream) {
        return pending.cursor(stream);
    }

    /** What a node has; blocks. */
    public Holding holding(StreamId node) throws LedgerException {
        return ledger.holding(node);
    }

    /** A class of the pool; nothing while it is being read: {@link NodeListener#classKnown} tells when it is there. */
    public Optional<TaskClass> taskClass(ClassName name) {
        return classes.find(name);
    }

    /**
     * What a round could take.
     *
     * @param seenBefore only entries that were seen until then
     */
    public synchronized SortedMap<StreamId, Long> ripe(long seenBefore) {
        return policy.map(present -> pending.ripe(seenBefore, turn.round(), present))
                .orElseGet(TreeMap::new);
    }

    /** When the oldest entry that a round would take was seen; {@link Long#MAX_VALUE} if there is none. */
    public synchronized long pendingSinceMillis() {
        return policy.map(pending::oldestMillis).orElse(Long.MAX_VALUE);
    }

    /** When a round may next be due although nothing was appended; {@link Long#MAX_VALUE} if never. */
    public synchronized long dueMillis() {
        if (policy.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long silence = roster.silenceDueMillis(policy.get().timing());
        return frozenSinceMillis == 0
                ? silence
                : Math.min(silence, frozenSinceMillis + policy.get().timing().freezeMaxMillis());
    }

    /** Runs a call that blocks; if that breaks, the follower would stand still with nobody knowing. */
    private void call(Runnable blocking) {
        calls.execute(() -> {
            try {
                blocking.run();
            } catch (RuntimeException | Error bug) {
                broke(bug);
            }
        });
    }

    private void broke(Throwable reason) {
        LOG.atError().addKeyValue("pool", id()).setCause(reason).log("the pool is not followed any more");
        synchronized (this) {
            broken = Optional.of(reason);
        }
        tellAll(listener -> listener.lost(reason));
    }

    private void read() {
        try {
            PoolSnapshot snapshot = ledger.snapshot();
            synchronized (this) {
                install(snapshot);
            }
        } catch (LedgerException e) {
            LOG.atInfo().addKeyValue("pool", id()).log("the pool cannot be read yet: {}", e.getMessage());
            timers.after(RETRY_MILLIS, () -> call(this::readUnlessClosed));
        }
    }

    private void readUnlessClosed() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        read();
    }

    private void install(PoolSnapshot snapshot) {
        policy = Optional.of(snapshot.policy());
        roster.reset(snapshot.nodes());
        pending.reset(snapshot.head().cursors());
        terms.clear();
        snapshot.nodes().forEach(node -> node.outstanding().forEach((Fragment held) -> terms.note(held)));
        frozenSinceMillis = snapshot.head().frozenSinceMillis();
        turn = roster.turn(
                snapshot.head().position().round() + 1,
                snapshot.head().position().decidedMillis(),
                timers.nowMillis(),
                snapshot.policy());
        reading = false;
        caughtUp |= turn.round() == 1;
        List<RoundRecord> missed = List.copyOf(early);
        early.clear();
        here.values().forEach(NodeListener::reloaded);
        missed.forEach(this::decided);
    }

    /** Takes in a round; the caller holds the lock. */
    private void decided(RoundRecord record) {
        if (reading) {
            if (early.size() < EARLY_ROUNDS_MAX) {
                early.add(record);
            }
            return;
        }
        caughtUp |= record.round() >= turn.round() - 1;
        if (record.round() < turn.round()) {
            return;
        }
        if (record.round() > turn.round()) {
            LOG.atWarn()
                    .addKeyValue("pool", id())
                    .addKeyValue("round", record.round())
                    .log("round {} came where {} was expected: reading the pool again", record.round(), turn.round());
            early.add(record);
            readAgain();
            return;
        }
        OrderWriter writer = new OrderWriter(terms, here.keySet());
        record.facts().forEach(fact -> {
            apply(fact);
            writer.write(fact);
        });
        turn = roster.turn(record.round() + 1, record.timeMillis(), timers.nowMillis(), policy.orElseThrow());
        here.forEach((node, listener) -> listener.roundDecided(record.round(), writer.of(node)));
    }

    private void apply(Fact fact) {
        if (fact instanceof NodeFact ofNode) {
            roster.apply(ofNode);
        } else if (fact instanceof StreamFact.EntriesTaken taken) {
            pending.taken(taken.stream(), taken.upTo());
        } else if (fact instanceof PoolFact.Frozen frozen) {
            frozenSinceMillis = frozen.sinceMillis();
        } else if (fact instanceof PoolFact.Thawed) {
            frozenSinceMillis = 0;
        }
    }

    private void readAgain() {
        if (!reading) {
            reading = true;
            call(this::read);
        }
    }

    private void tellAll(Consumer<NodeListener> news) {
        List<NodeListener> listeners;
        synchronized (this) {
            listeners = List.copyOf(here.values());
        }
        listeners.forEach(news);
    }

    /** What the ledger tells. */
    private final class Events implements PoolListener {
        @Override
        public void entryAppended(StreamId stream, long sequence) {
            synchronized (PoolFollower.this) {
                eventMillis = timers.upMillis();
                pending.appended(stream, sequence, timers.nowMillis());
                NodeListener first = turn.ofOwner().isEmpty()
                        ? null
                        : here.get(turn.ofOwner().get(0));
                if (first != null) {
                    first.somethingPending();
                }
            }
        }

        @Override
        public void roundDecided(RoundRecord record) {
            synchronized (PoolFollower.this) {
                eventMillis = timers.upMillis();
                decided(record);
            }
        }

        @Override
        public void policyAdopted() {
            synchronized (PoolFollower.this) {
                readAgain();
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            here.clear();
        }
        subscription.close();
    }
}
