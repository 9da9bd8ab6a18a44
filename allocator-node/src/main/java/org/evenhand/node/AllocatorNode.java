package org.evenhand.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.NodeState;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.Timing;
import org.evenhand.node.duty.Duties;
import org.evenhand.node.duty.ResultBatch;
import org.evenhand.node.ledger.FailurePolicy;
import org.evenhand.node.ledger.FailurePolicy.Reaction;
import org.evenhand.node.ledger.Holding;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.pool.NodeListener;
import org.evenhand.node.pool.Order;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.proposing.Proposer;
import org.evenhand.node.reporting.EntryRoom;
import org.evenhand.node.reporting.ReportOwner;
import org.evenhand.node.reporting.Reporter;
import org.evenhand.node.sensing.LoadSample;
import org.evenhand.node.statistics.NodeFigures;
import org.evenhand.node.statistics.NodeStatistics;
import org.evenhand.node.statistics.Tally;
import org.evenhand.node.statistics.Tally.Count;
import org.evenhand.node.stopping.Farewell;
import org.evenhand.node.stopping.StopReport;
import org.evenhand.node.time.Mailbox;
import org.evenhand.node.time.Moment;
import org.evenhand.node.time.NodeTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: it reports, runs what rounds give it, hands back what they take away, and proposes rounds in turn.
 * Everything it does runs in its mailbox, one thing after the other; public methods only hand work in and may be called
 * by any thread.
 *
 * <p>A node that starts with an identity that has been in use continues: its stream goes on without a gap, and it runs
 * again what the ledger says it owns.
 */
public final class AllocatorNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AllocatorNode.class);

    private static final long RETRY_MILLIS = 200;

    /** How long what runs may take to end when the node is stopped, unless somebody says otherwise. */
    public static final Duration GRACE = Duration.ofSeconds(20);

    private final NodeParts parts;
    private final PoolFollower pool;
    private final NodeTime time;
    private final Mailbox mailbox;
    private final Tally tally = new Tally();
    private final Duties duties;
    private final Reporter reporter;
    private final Proposer proposer;
    private final Lease lease;
    private final OrderFollower orders;
    private final Holdings holdings;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final OpenSubmissions submissionsOpen;
    private final AtomicBoolean lookIsDue = new AtomicBoolean();

    private final Farewell farewell;

    private volatile LongConsumer onCommitMillis = millis -> {};
    private LoadSample load = LoadSample.NONE;
    private boolean begun;

    /** A node that has not started. */
    public AllocatorNode(NodeParts parts, NodeServices services) {
        this.parts = parts;
        this.submissionsOpen = new OpenSubmissions(parts.id());
        this.pool = services.pool();
        this.mailbox = new Mailbox(NodeLogContext.on(services.threads(), pool.id(), parts.id()), this::bug);
        this.time =
                new NodeTime(services.timers(), mailbox, NodeLogContext.on(services.calls(), pool.id(), parts.id()));
        this.duties = new Duties(parts.executor(), pool::taskClass, this::workSoon, tally);
        this.lease = new Lease(time::now, () -> timing().leaseMillis(), this::lapsed);
        this.reporter = new Reporter(parts.id(), parts.ledger(), time, duties.results(), new Reports(), tally);
        this.proposer = new Proposer(
                parts.id(),
                pool,
                parts.ledger(),
                time,
                new Proposer.Pace(parts.pace().settleMillis(), parts.pace().roundPauseMillis()),
                this::endBecause,
                tally);
        this.holdings = new Holdings(parts.id(), pool, time, this::obey, this::restore, this::work);
        this.farewell = new Farewell(
                parts.id(), pool, time, duties, reporter, parts.stopNote(), holdings::areKnown, this::kill);
        this.orders = new OrderFollower(parts, pool, duties, reporter, farewell::leave, this::endBecause);
    }

    /** Starts the node; returns at once. A node starts once. */
    public void start() {
        pool.join(parts.id(), new News());
        time.run(this::begin);
    }

    /** Ends when the node has ended: normally after a stop, exceptionally when it could not go on. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /**
     * Hands in work through this node's stream.
     *
     * @param submissions 1 to 400
     * @return their ids, once they are committed; exceptionally if the node stops first, if
     *     {@link Reporter#SUBMISSIONS_WAITING_MAX} others wait, or with {@link LedgerException.Kind#UNRESOLVED} if
     *     nobody can say whether they were committed
     */
    public CompletableFuture<List<SubmissionId>> submit(List<Submission> submissions) {
        List<Submission> copy = List.copyOf(submissions);
        CompletableFuture<List<SubmissionId>> ids = submissionsOpen.open();
        if (ids.isDone()) {
            return ids;
        }
        if (ended.isDone()) {
            submissionsOpen.fail();
        }
        time.run(() -> reporter.submit(copy, ids));
        return ids;
    }

    /** Asks something of the pool for this node, such as to drain it. */
    public void request(NodeRequest request) {
        time.run(() -> reporter.request(request));
    }

    public NodeStatistics statistics() {
        return tally.statistics();
    }

    /**
     * What the node has and does. It answers when its mailbox comes to the question: soon, while all is well, and never
     * once the node has ended.
     */
    public CompletableFuture<NodeFigures> figures() {
        CompletableFuture<NodeFigures> seen = new CompletableFuture<>();
        time.run(() -> seen.complete(new NodeFigures(
                begun,
                lease.holds(),
                lease.sinceRenewedMillis(),
                duties.owned(),
                duties.running(),
                duties.results().untold())));
        return seen;
    }

    /** How many things the node has yet to do. */
    public int waitingActions() {
        return mailbox.waiting();
    }

    /** Tells, on any of the node's threads, how long each of its entries took from the look to the commit. */
    public void tellCommitMillis(LongConsumer changed) {
        onCommitMillis = changed;
    }

    /** Stops in good order, with {@link #GRACE} for what runs. */
    public CompletableFuture<StopReport> stop() {
        return stop(GRACE);
    }

    /**
     * Stops in good order: has itself drained, starts nothing more, lets what runs end, and reports. What has not
     * started is placed again at once, and so is what still runs when its time is over, which counts as failed. When it
     * is called again what runs has no more time.
     *
     * @param grace how long what runs may take to end; the rest takes {@link Farewell#HAND_OVER_MILLIS_MAX} and
     *     {@link Farewell#LAST_WORDS_MILLIS_MAX} more at most, whether the ledger answers or not
     * @return how the node has ended
     */
    public CompletableFuture<StopReport> stop(Duration grace) {
        time.run(() -> farewell.begin(grace.toMillis()));
        return ended.thenApply(done -> farewell.report());
    }

    /** Stops as if the power had failed: nothing is said to anybody, and what is in flight is left to itself. */
    public void kill() {
        mailbox.close();
        pool.leave(parts.id());
        parts.executor().close();
        ended.complete(null);
        submissionsOpen.fail();
    }

    @Override
    public void close() {
        kill();
    }

    /** Begins once orders are heard as they are given: a node that has registered is given work. */
    private void begin() {
        if (pool.isCaughtUp()) {
            time.when(parts.ledger().lastSequence(), this::begin, this::beginLater);
        } else {
            time.later(RETRY_MILLIS, this::begin);
        }
    }

    private void begin(long lastSequence) {
        time.call(() -> {
            try {
                Holding holding = pool.holding(parts.id());
                time.run(() -> begin(lastSequence, holding));
            } catch (LedgerException e) {
                time.run(() -> beginLater(e));
            }
        });
    }

    private void beginLater(Throwable cause) {
        LedgerException failure = LedgerException.causeOf(cause);
        if (FailurePolicy.reactionTo(failure) == Reaction.EXIT) {
            endBecause(failure);
        } else {
            LOG.info("{} cannot begin yet: {}", parts.id(), failure.getMessage());
            time.later(RETRY_MILLIS, this::begin);
        }
    }

    private void begin(long lastSequence, Holding holding) {
        Optional<NodeState> known = holding.node().map(view -> view.state());
        farewell.welcomeBack(known.isPresent(), lastSequence);
        if (known.isEmpty()) {
            reporter.request(NodeRequest.register(parts.capacity()));
        } else if (!known.get().capacity().equals(parts.capacity())) {
            reporter.request(new NodeRequest(NodeRequest.Kind.CAPACITY, parts.capacity()));
        }
        holdings.read();
        begun = true;
        reporter.begin(lastSequence, pool.taken(parts.id()));
    }

    /** Hands a look to the mailbox unless one is waiting there already: tasks may end by the thousand. */
    private void workSoon() {
        if (lookIsDue.compareAndSet(false, true)) {
            time.run(() -> {
                lookIsDue.set(false);
                work();
            });
        }
    }

    /** Sees what has ended and starts what fits, if the node may. */
    private void work() {
        duties.look();
        farewell.look();
        Optional<Policy> policy = pool.policy();
        if (policy.isEmpty()) {
            return;
        }
        if (!farewell.hasBegun() && lease.holds() && holdings.areKnown()) {
            duties.startWhatFits(parts.capacity(), policy.get().thresholds().target(), load.background());
        }
        reporter.resultsMayBePending();
    }

    private void lapsed() {
        tally.one(Count.LEASE_LAPSES);
        LOG.warn("{} has lost the ledger: it starts nothing until it is heard again", parts.id());
    }

    /** What the node's stream says of it. */
    private final class Reports implements ReportOwner {
        @Override
        public StatusReport report(long nowMillis, ResultBatch results) {
            lease.check();
            duties.look();
            load = LoadSample.of(parts.sensor().usage(), parts.capacity(), duties.demand());
            return new StatusReport(
                    nowMillis,
                    load.utilisation(),
                    duties.running(EntryRoom.RUNNING_RANGES_MAX),
                    results.finished(parts.executor()::result),
                    results.failed());
        }

        @Override
        public long reportIntervalMillis() {
            return timing().reportIntervalMillis();
        }

        @Override
        public long reportSoonestMillis() {
            return parts.pace().reportSoonestMillis();
        }

        @Override
        public void committed(Moment looked) {
            onCommitMillis.accept(time.now().millisSince(looked));
            proposer.begin();
            if (lease.renew(looked)) {
                // Somebody else may have been given what this node had; and rounds may have been missed.
                holdings.read();
            }
            work();
        }

        @Override
        public void hopeless(LedgerException reason) {
            endBecause(reason);
        }
    }

    /** Makes what the ledger holds the node's duties. */
    private void restore(Holding holding) {
        duties.reset(holding.node().map(view -> view.outstanding()).orElse(List.of()));
        // Of rounds that were missed, or that the reading was ahead of, nothing else tells it.
        orders.taken(pool.taken(parts.id()));
    }

    private void obey(List<Order> given) {
        orders.obey(given);
        if (!given.isEmpty()) {
            work();
        }
    }

    private Timing timing() {
        return pool.policy().map(Policy::timing).orElse(Timing.DEFAULT);
    }

    private void bug(Throwable bug) {
        if (FailurePolicy.REACTION_TO_BUG == Reaction.EXIT) {
            endBecause(bug);
        }
    }

    private void endBecause(Throwable reason) {
        LOG.error("{} ends", parts.id(), reason);
        ended.completeExceptionally(reason);
        kill();
    }

    /** What the pool tells; only handed on. */
    private final class News implements NodeListener {
        @Override
        public void roundDecided(long round, List<Order> orders) {
            time.run(() -> {
                holdings.roundDecided(round, orders);
                farewell.look();
                proposer.roundDecided();
            });
        }

        @Override
        public void somethingPending() {
            time.run(proposer::look);
        }

        @Override
        public void reloaded() {
            time.run(() -> {
                holdings.read();
                proposer.roundDecided();
            });
        }

        @Override
        public void classKnown() {
            workSoon();
        }

        @Override
        public void lost(Throwable reason) {
            time.run(() -> endBecause(reason));
        }
    }
}
