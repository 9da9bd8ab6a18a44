package org.evenhand.node.stopping;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.NodeState.Wanted;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.duty.Duties;
import org.evenhand.node.pool.PoolFollower;
import org.evenhand.node.reporting.Reporter;
import org.evenhand.node.time.NodeTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a node in good order. It asks to be drained, starts nothing more, and goes on reporting while what runs may end;
 * what has not started goes back to the queue by the contract's rule for nodes that drain. When the time is over, what
 * still runs is stopped and reported failed, so that it is queued again at once. When rounds have confirmed that the
 * node has nothing left, or do not for too long, it says its last words.
 *
 * <p>That takes bounded time, whether the ledger answers or not: the time to end, then at most
 * {@link #HAND_OVER_MILLIS_MAX} and {@link #LAST_WORDS_MILLIS_MAX}. Used from within the node's mailbox alone.
 */
public final class Farewell {
    /** Why tasks failed that were stopped with their node. */
    public static final String STOPPED = "node-stopped";

    /** So long rounds may take to confirm that a node on which nothing runs has nothing left. */
    public static final long HAND_OVER_MILLIS_MAX = 5_000;

    /** So long the last entry may take. */
    public static final long LAST_WORDS_MILLIS_MAX = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    private final StreamId node;
    private final PoolFollower pool;
    private final NodeTime time;
    private final Duties duties;
    private final Reporter reporter;
    private final StopNote note;
    private final BooleanSupplier knowsItsDuties;
    private final Runnable end;

    private Phase phase = Phase.NOT_BEGUN;
    private boolean noted;
    private long activatingAfter = Long.MAX_VALUE;
    private long tasksStopped;
    private volatile StopReport report = StopReport.NOTHING_SAID;

    private enum Phase {
        NOT_BEGUN,
        RUNNING_OUT,
        HANDING_OVER,
        LAST_WORDS
    }

    /**
     * A farewell that has not begun.
     *
     * @param knowsItsDuties whether the node has read what it owns
     * @param end ends the node; called once, after everything has been said
     */
    public Farewell(
            StreamId node,
            PoolFollower pool,
            NodeTime time,
            Duties duties,
            Reporter reporter,
            StopNote note,
            BooleanSupplier knowsItsDuties,
            Runnable end) {
        this.node = node;
        this.pool = pool;
        this.time = time;
        this.duties = duties;
        this.reporter = reporter;
        this.note = note;
        this.knowsItsDuties = knowsItsDuties;
        this.end = end;
    }

    /**
     * Takes back the drain of an earlier stop, which rounds may not even have taken; called when the node begins,
     * before it asks for anything else.
     *
     * @param lastSequence the last entry of its stream
     */
    public void welcomeBack(boolean registered, long lastSequence) {
        OptionalLong ofLastLife = note.lastSequence();
        if (ofLastLife.isEmpty()) {
            return;
        }
        boolean ownerWroteSince = ofLastLife.getAsLong() != 0 && ofLastLife.getAsLong() != lastSequence;
        if (ownerWroteSince || !registered) {
            eraseNote();
        } else {
            LOG.info("{} was drained when it stopped, and asks for work again", node);
            reporter.request(NodeRequest.of(NodeRequest.Kind.ACTIVATE));
            activatingAfter = lastSequence;
        }
    }

    /** Whether the node is about to end: it starts nothing any more. */
    public boolean hasBegun() {
        return phase != Phase.NOT_BEGUN;
    }

    /**
     * Begins, or is told again: then what runs has no more time.
     *
     * @param graceMillis how long what runs may take to end
     */
    public void begin(long graceMillis) {
        if (hasBegun()) {
            cutShort();
            return;
        }
        phase = Phase.RUNNING_OUT;
        reporter.turnSubmissionsAway();
        duties.holdBack();
        if (!reporter.hasBegun()) {
            sayLastWords();
            return;
        }
        drain();
        time.later(graceMillis, this::cutShort);
        reporter.resultsMayBePending();
        look();
    }

    /** Ends a node that the pool has let go of: there is nothing left to hand over. */
    public void leave() {
        if (phase != Phase.LAST_WORDS) {
            phase = Phase.HANDING_OVER;
            sayLastWords();
        }
    }

    private void drain() {
        if (!isActive()) {
            return;
        }
        try {
            note.write(0);
            noted = true;
            reporter.request(NodeRequest.of(NodeRequest.Kind.DRAIN));
        } catch (IOException e) {
            // It would stay drained when it starts again, and nobody would know why.
            LOG.warn("{} stops without being drained, since that cannot be noted: {}", node, e.getMessage());
        }
    }

    /** Something has changed: goes on if it was waited for. */
    public void look() {
        if (phase == Phase.NOT_BEGUN) {
            lookWhetherActive();
        }
        if (phase == Phase.RUNNING_OUT && duties.nothingRuns()) {
            handOver();
        }
        if (phase == Phase.HANDING_OVER && hasHandedOver()) {
            sayLastWords();
        }
    }

    /** Forgets the drain of an earlier stop once it has been taken back. */
    private void lookWhetherActive() {
        if (pool.taken(node) > activatingAfter && isActive()) {
            activatingAfter = Long.MAX_VALUE;
            eraseNote();
        }
    }

    private void cutShort() {
        if (phase == Phase.RUNNING_OUT) {
            tasksStopped = duties.failWhatRuns(STOPPED);
            handOver();
            reporter.resultsMayBePending();
            look();
        }
    }

    private void handOver() {
        phase = Phase.HANDING_OVER;
        time.later(HAND_OVER_MILLIS_MAX, this::leave);
    }

    private boolean hasHandedOver() {
        return reporter.hasBegun() && knowsItsDuties.getAsBoolean() && !isActive() && duties.owned() == 0;
    }

    private boolean isActive() {
        return pool.node(node).filter(state -> state.wanted() == Wanted.ACTIVE).isPresent();
    }

    private void sayLastWords() {
        phase = Phase.LAST_WORDS;
        time.later(LAST_WORDS_MILLIS_MAX, this::end);
        reporter.close(this::end);
    }

    private void end() {
        report = new StopReport(hasHandedOver(), tasksStopped, duties.owned());
        if (noted) {
            try {
                note.write(reporter.lastSequence());
            } catch (IOException e) {
                LOG.warn("{} could not note where its stream stands: {}", node, e.getMessage());
            }
        }
        end.run();
    }

    private void eraseNote() {
        try {
            note.erase();
        } catch (IOException e) {
            LOG.warn("{} could not erase the note that it had stopped: {}", node, e.getMessage());
        }
    }

    /** How the node has ended, once it has. May be called by any thread. */
    public StopReport report() {
        return report;
    }
}
