package org.evenhand.node.reporting;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.node.duty.ResultBatch;
import org.evenhand.node.duty.Results;
import org.evenhand.node.ledger.FailurePolicy;
import org.evenhand.node.ledger.FailurePolicy.Reaction;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.NodeLedger;
import org.evenhand.node.statistics.Tally;
import org.evenhand.node.statistics.Tally.Count;
import org.evenhand.node.time.Backoff;
import org.evenhand.node.time.Moment;
import org.evenhand.node.time.NodeTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a node's stream: one entry in flight, a status report in each, regularly and sooner when there is something to
 * tell. What a failed entry said goes into the next. Used from within the node's mailbox alone.
 *
 * <p>When nobody knows whether an entry was committed, the next attempt uses the same number, so at most one of them
 * is; and the ledger is asked first whether that number is there already. If it is, and none of this life's attempts
 * was it, it was the node's life before: nothing of this one has been said, and it is said under the next number.
 */
public final class Reporter {
    /** Submissions that may wait to be put into an entry, counted as they were handed in. */
    public static final int SUBMISSIONS_WAITING_MAX = Outbox.LETTERS_MAX;

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    private static final long RETRY_MILLIS = 50;
    private static final long RETRY_MILLIS_MAX = 2_000;
    private static final int ALERT_EVERY = 10;

    /** So often nobody says what became of an attempt before the node goes on without knowing. */
    private static final int UNANSWERED_MAX = 3;

    private final StreamId stream;
    private final NodeLedger ledger;
    private final NodeTime time;
    private final Results results;
    private final ReportOwner owner;
    private final Tally tally;
    private final Outbox outbox;
    private final Attempts attempts = new Attempts();
    private final Backoff backoff;

    private long firstSequence;
    private long sequence;
    private long taken;
    private long heldBack;
    private boolean begun;
    private boolean inFlight;
    private boolean closed;
    private boolean turnsAway;
    private boolean closing;
    private boolean lastWordsSaid;
    private Runnable whenClosed = () -> {};
    private long sentMillis;
    private long retryMillis;
    private long wakeMillis = Long.MAX_VALUE;
    private Runnable cancelWake = () -> {};

    /** A reporter that has not begun. */
    public Reporter(
            StreamId stream, NodeLedger ledger, NodeTime time, Results results, ReportOwner owner, Tally tally) {
        this.stream = stream;
        this.ledger = ledger;
        this.time = time;
        this.results = results;
        this.owner = owner;
        this.tally = tally;
        this.outbox = new Outbox(stream);
        this.backoff = new Backoff(
                RETRY_MILLIS,
                RETRY_MILLIS_MAX,
                new SplittableRandom(stream.toString().hashCode()));
    }

    /** Begins to report, with the entry after this one. */
    public void begin(long lastSequence, long takenSequence) {
        firstSequence = lastSequence + 1;
        sequence = lastSequence + 1;
        taken = Math.max(taken, takenSequence);
        begun = true;
        send();
    }

    public void request(NodeRequest request) {
        if (!outbox.put(request)) {
            LOG.warn("{} does not ask for {}: too much waits already", stream, request.kind());
        }
        schedule();
    }

    public void submit(List<Submission> submissions, CompletableFuture<List<SubmissionId>> ids) {
        if (closed || closing || turnsAway) {
            ids.completeExceptionally(new IllegalStateException("the node has stopped"));
            return;
        }
        outbox.put(submissions, ids);
        schedule();
    }

    /** Takes no more submissions; what was handed in before is still written. */
    public void turnSubmissionsAway() {
        turnsAway = true;
    }

    /** There are results to tell, perhaps. */
    public void resultsMayBePending() {
        schedule();
    }

    /** Rounds have taken the entries up to this one. */
    public void taken(long upTo) {
        taken = Math.max(taken, upTo);
    }

    public boolean hasBegun() {
        return begun;
    }

    /** The last entry that is known to be committed, whoever wrote it; 0 for none. */
    public long lastSequence() {
        return Math.max(0, sequence - 1);
    }

    /** Whether an entry was written since the node has begun, rather than by a life of it before. */
    public boolean wrote(long number) {
        return begun && number >= firstSequence;
    }

    private void schedule() {
        if (!begun || inFlight || closed) {
            return;
        }
        boolean something = results.hasPending() || !outbox.isEmpty();
        long interval = owner.reportIntervalMillis();
        long due = sentMillis + (something ? Math.min(interval, owner.reportSoonestMillis()) : interval);
        wakeAt(Math.max(due, retryMillis));
    }

    private void wakeAt(long upMillis) {
        if (upMillis != wakeMillis) {
            cancelWake.run();
            wakeMillis = upMillis;
            cancelWake = time.later(upMillis - time.upMillis(), () -> {
                wakeMillis = Long.MAX_VALUE;
                send();
            });
        }
    }

    private void send() {
        if (inFlight || closed) {
            return;
        }
        sentMillis = time.upMillis();
        if (sequence - taken > Limits.STREAM_AHEAD_MAX) {
            if (heldBack != sequence) {
                LOG.warn("{} holds entry {} back: rounds have only taken entry {}", stream, sequence, taken);
            }
            heldBack = sequence;
            schedule();
            return;
        }
        inFlight = true;
        if (attempts.numberMayBeTaken()) {
            time.when(ledger.lastSequence(), this::found, this::notAnswered);
        } else {
            append();
        }
    }

    private void append() {
        // While an attempt may have taken effect, the next one carries the same: whichever it is, nothing is there
        // twice.
        if (!attempts.areUnresolved()) {
            outbox.take();
        }
        Moment looked = time.now();
        ResultBatch told = results.take(EntryRoom.resultRanges(outbox.bytes()));
        Entry.Builder entry = Entry.builder().report(owner.report(looked.wallMillis(), told));
        outbox.fill(entry);
        time.when(ledger.append(sequence, entry.build()), done -> committed(looked), failure -> failed(failure, told));
    }

    private void committed(Moment looked) {
        tally.one(Count.ENTRIES_COMMITTED);
        results.committed(sequence);
        outbox.committed(sequence);
        next(sequence + 1);
        owner.committed(looked);
        goOn();
    }

    /** Goes on from where the stream stands. */
    private void found(long last) {
        if (last < sequence) {
            append();
            return;
        }
        Optional<Map.Entry<String, ResultBatch>> suspect = attempts.suspect();
        if (suspect.isEmpty()) {
            LOG.info("{} did not write its entry {} in this life: it goes on with {}", stream, sequence, last + 1);
            next(last + 1);
            goOn();
            return;
        }
        String transactionId = suspect.get().getKey();
        time.when(
                ledger.tookEffect(transactionId),
                tookEffect -> {
                    if (tookEffect) {
                        wasThere(suspect.get().getValue(), last);
                    } else {
                        attempts.acquit(transactionId);
                        found(last);
                    }
                },
                unanswered -> unanswered(transactionId, unanswered, last));
    }

    /** An earlier attempt had been committed after all. */
    private void wasThere(ResultBatch told, long last) {
        tally.one(Count.ENTRIES_COMMITTED);
        results.committed(sequence, told);
        outbox.committed(sequence);
        next(last + 1);
        goOn();
    }

    private void unanswered(String transactionId, Throwable cause, long last) {
        if (attempts.unanswered() < UNANSWERED_MAX) {
            notAnswered(cause);
            return;
        }
        LOG.warn("{} goes on without knowing whether it wrote its entry {}", stream, sequence);
        outbox.unresolved(
                LedgerException.unresolved(transactionId, "nobody says what became of " + transactionId, cause));
        next(last + 1);
        goOn();
    }

    private void next(long number) {
        sequence = number;
        inFlight = false;
        attempts.clear();
        backoff.reset();
        retryMillis = 0;
    }

    private void failed(Throwable cause, ResultBatch told) {
        LedgerException failure = LedgerException.causeOf(cause);
        tally.one(Count.ENTRIES_FAILED);
        results.notCommitted();
        if (failure.kind() == LedgerException.Kind.DISAGREEMENT) {
            tally.one(Count.DISAGREEMENTS);
        }
        boolean certain = !attempts.areUnresolved();
        attempts.failed(failure, told);
        if (failure.kind() == LedgerException.Kind.REFUSED && certain && outbox.blame(failure)) {
            inFlight = false;
            goOn();
        } else {
            tryAgain(failure);
        }
    }

    private void notAnswered(Throwable cause) {
        tryAgain(LedgerException.causeOf(cause));
    }

    private void tryAgain(LedgerException failure) {
        inFlight = false;
        Reaction reaction = FailurePolicy.reactionTo(failure);
        if (reaction == Reaction.EXIT || attempts.areHopeless()) {
            closed = true;
            owner.hopeless(failure);
            return;
        }
        if (reaction == Reaction.ALERT && backoff.failures() % ALERT_EVERY == 0) {
            LOG.warn("{} could not append entry {}, trying again: {}", stream, sequence, failure.getMessage());
        }
        retryMillis = time.upMillis() + backoff.nextMillis();
        goOn();
    }

    private void goOn() {
        if (closing) {
            sayLastWords();
        } else {
            schedule();
        }
    }

    /** Tells what is still to be told, in one last attempt, and closes. */
    public void close(Runnable then) {
        whenClosed = then;
        closing = true;
        if (!inFlight) {
            sayLastWords();
        }
    }

    private void sayLastWords() {
        if (begun && !closed && !lastWordsSaid && (results.hasPending() || !outbox.isEmpty())) {
            lastWordsSaid = true;
            send();
        }
        if (!inFlight) {
            close();
        }
    }

    /** Stops at once. */
    public void close() {
        closed = true;
        cancelWake.run();
        outbox.close();
        Runnable then = whenClosed;
        whenClosed = () -> {};
        then.run();
    }
}
