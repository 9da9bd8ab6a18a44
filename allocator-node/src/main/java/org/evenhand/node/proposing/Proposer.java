package org.evenhand.node.proposing;

import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.ledger.FailurePolicy;
import org.evenhand.node.ledger.FailurePolicy.Reaction;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.NodeLedger;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.pool.Turn;
import org.evenhand.node.statistics.Tally;
import org.evenhand.node.statistics.Tally.Count;
import org.evenhand.node.time.Backoff;
import org.evenhand.node.time.NodeTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proposes rounds when it is this node's turn and there is something to take, or when somebody may have been silent too
 * long. Used from within the node's mailbox alone.
 */
public final class Proposer {
    private static final Logger LOG = LoggerFactory.getLogger(Proposer.class);

    /** How often a node looks although nothing told it to: whoever should have proposed may be gone. */
    private static final long LOOK_MILLIS = 500;

    private static final long RETRY_MILLIS = 40;
    private static final long RETRY_MILLIS_MAX = 4_000;
    private static final long NOTHING_DUE_MILLIS = 250;

    /** For so long a round that this node saw committed may take to come as an event. */
    private static final long EVENT_MILLIS_MAX = 2_000;

    private final StreamId self;
    private final PoolFollower pool;
    private final NodeLedger ledger;
    private final NodeTime time;
    private final Pace pace;
    private final Consumer<LedgerException> onHopeless;
    private final Tally tally;
    private final Backoff soon;
    private final Backoff nothingDue;

    private final Naming naming = new Naming();

    private boolean begun;
    private boolean inFlight;
    private boolean closed;
    private long notBeforeMillis;
    private long proposedRound;
    private long proposedMillis;
    private long wonRound;
    private long wonMillis;
    private long wakeMillis = Long.MAX_VALUE;
    private Runnable cancelWake = () -> {};

    /**
     * How eagerly to propose.
     *
     * @param settleMillis entries that were seen committed more lately than this are left for the next round, since
     *     other peers may not have them yet
     * @param pauseMillis least time between two rounds
     */
    public record Pace(long settleMillis, long pauseMillis) {}

    /** A proposer that has not begun. */
    public Proposer(
            StreamId self,
            PoolFollower pool,
            NodeLedger ledger,
            NodeTime time,
            Pace pace,
            Consumer<LedgerException> onHopeless,
            Tally tally) {
        this.self = self;
        this.pool = pool;
        this.ledger = ledger;
        this.time = time;
        this.pace = pace;
        this.onHopeless = onHopeless;
        this.tally = tally;
        SplittableRandom jitter = new SplittableRandom(self.toString().hashCode() + 1L);
        this.soon = new Backoff(RETRY_MILLIS, RETRY_MILLIS_MAX, jitter);
        this.nothingDue = new Backoff(NOTHING_DUE_MILLIS, RETRY_MILLIS_MAX, jitter);
    }

    /** Begins: from now on the node has a stream, without which nobody may propose. */
    public void begin() {
        begun = true;
        look();
    }

    /** A round was decided: what was tried in vain may succeed now. */
    public void roundDecided() {
        soon.reset();
        nothingDue.reset();
        notBeforeMillis = 0;
        look();
    }

    /** Proposes if it is time to, or sets a timer for when it may be. */
    public void look() {
        if (!begun || inFlight || closed) {
            return;
        }
        long now = time.nowMillis();
        Turn turn = pool.turn();
        long due = dueMillis();
        if (due == Long.MAX_VALUE) {
            wakeAt(now + LOOK_MILLIS);
            return;
        }
        long from = earliestMillis(turn, due);
        if (now < from) {
            wakeAt(Math.min(now + LOOK_MILLIS, from));
            return;
        }
        SortedMap<StreamId, Long> inputs = naming.of(pool.ripe(now - pace.settleMillis()));
        if (inputs.isEmpty() && now < pool.dueMillis()) {
            wakeAt(now + LOOK_MILLIS);
            return;
        }
        propose(turn.round(), inputs, now);
    }

    /** When there was, or will be, something to decide; {@link Long#MAX_VALUE} if nothing is known of. */
    private long dueMillis() {
        long pending = pool.pendingSinceMillis();
        long ripe = pending == Long.MAX_VALUE ? pending : pending + pace.settleMillis();
        return Math.min(ripe, pool.dueMillis());
    }

    private long earliestMillis(Turn turn, long due) {
        long from = turn.earliestMillis(self, due, pool.proposals().patienceMillis());
        from = Math.max(from, turn.decidedMillis() + pace.pauseMillis());
        from = Math.max(from, notBeforeMillis);
        if (turn.round() <= wonRound) {
            from = Math.max(from, wonMillis + EVENT_MILLIS_MAX);
        }
        return Math.max(from, pool.proposals().leftToOtherUntilMillis(self, turn.round()));
    }

    private void wakeAt(long millis) {
        if (millis != wakeMillis) {
            cancelWake.run();
            wakeMillis = millis;
            cancelWake = time.later(millis - time.nowMillis(), () -> {
                wakeMillis = Long.MAX_VALUE;
                look();
            });
        }
    }

    private void propose(long round, SortedMap<StreamId, Long> inputs, long now) {
        inFlight = true;
        proposedRound = round;
        proposedMillis = now;
        tally.one(Count.ROUNDS_PROPOSED);
        pool.proposals().begun(self, round, now);
        time.when(ledger.proposeRound(inputs), done -> won(round), this::failed);
    }

    private void won(long round) {
        tally.one(Count.ROUNDS_WON);
        inFlight = false;
        wonRound = round;
        wonMillis = time.nowMillis();
        pool.proposals().took(wonMillis - proposedMillis);
        naming.wentWell();
        look();
    }

    private void failed(Throwable cause) {
        LedgerException failure = LedgerException.causeOf(cause);
        inFlight = false;
        pool.proposals().failed(self);
        if (failure.isRefusal(RefusalCode.PAYLOAD_TOO_LARGE)) {
            naming.wasTooMuch();
        }
        long wait = count(failure);
        Reaction reaction = FailurePolicy.reactionToProposal(failure);
        if (reaction == Reaction.EXIT) {
            closed = true;
            onHopeless.accept(failure);
            return;
        }
        if (reaction == Reaction.ALERT && soon.failures() == 1) {
            LOG.atWarn()
                    .addKeyValue("round", pool.lastRound() + 1)
                    .log("{} could not propose a round: {}", self, failure.getMessage());
        }
        notBeforeMillis = time.nowMillis() + wait;
        look();
    }

    /** Counts a failure; says how many milliseconds to wait unless a round is decided first. */
    private long count(LedgerException failure) {
        if (failure.isRefusal(RefusalCode.NOTHING_DUE)) {
            tally.one(Count.ROUNDS_NOTHING_DUE);
            return nothingDue.nextMillis();
        }
        if (failure.kind() == LedgerException.Kind.CONFLICT) {
            tally.one(Count.ROUNDS_LOST);
            pool.proposals().took(time.nowMillis() - proposedMillis);
            // Somebody else's round is about to be heard of, unless it has been already.
            boolean heard = pool.turn().round() > proposedRound;
            return heard ? 0 : Math.max(soon.nextMillis(), pool.proposals().patienceMillis());
        }
        if (failure.kind() == LedgerException.Kind.DISAGREEMENT) {
            tally.one(Count.DISAGREEMENTS);
        } else if (failure.kind() == LedgerException.Kind.REFUSED) {
            tally.one(Count.ROUNDS_NOT_YET);
        }
        return soon.nextMillis();
    }

    /** Proposes no more. */
    public void close() {
        closed = true;
        cancelWake.run();
    }
}
