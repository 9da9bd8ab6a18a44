package org.evenhand.node.reporting;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.NodeRequest;
import org.evenhand.core.model.StatusReport;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.node.duty.Results;
import org.evenhand.node.ledger.FailurePolicy;
import org.evenhand.node.ledger.FailurePolicy.Reaction;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.NodeLedger;
import org.evenhand.node.statistics.Tally;
import org.evenhand.node.statistics.Tally.Count;
import org.evenhand.node.time.Backoff;
import org.evenhand.node.time.NodeTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a node's stream: one entry in flight, a status report in each, regularly and sooner when there is something to
 * tell. What a failed entry said goes into the next. Used from within the node's mailbox alone.
 *
 * <p>When nobody knows whether an entry was committed, the next attempt uses the same number, so at most one of them is;
 * and the ledger is asked first whether that number is there already.
 */
public final class Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    /** Results that one report tells; about 170 bytes each, so an entry stays well below its limit. */
    private static final int RESULTS_PER_REPORT_MAX = 500;

    /** A writer must not overwrite entries that no round has taken: it stays this many slots away from that. */
    private static final int SLOTS_SPARE = 4;

    private static final long RETRY_MILLIS = 50;
    private static final long RETRY_MILLIS_MAX = 2_000;
    private static final int ALERT_EVERY = 10;

    private final StreamId stream;
    private final NodeLedger ledger;
    private final NodeTime time;
    private final Results results;
    private final ReportSource source;
    private final Pace pace;
    private final Watcher watcher;
    private final Tally tally;
    private final Outbox outbox;
    private final Backoff backoff;

    private long sequence;
    private long taken;
    private boolean begun;
    private boolean inFlight;
    private boolean uncertain;
    private boolean closed;
    private boolean closing;
    private boolean lastWordsSaid;
    private Runnable whenClosed = () -> {};
    private long sentMillis;
    private long retryMillis;
    private long heardMillis;
    private long wakeMillis = Long.MAX_VALUE;
    private Runnable cancelWake = () -> {};

    /**
     * How often to append.
     *
     * @param intervalMillis gives the pool's report interval
     * @param soonestMillis least time between two entries, when there is something to tell
     */
    public record Pace(LongSupplier intervalMillis, long soonestMillis) {}

    /**
     * Hears how it goes.
     *
     * @param committed an entry was committed
     * @param hopeless no entry will ever be
     */
    public record Watcher(Runnable committed, Consumer<LedgerException> hopeless) {}

    /** A reporter that has not begun. */
    public Reporter(
            StreamId stream,
            NodeLedger ledger,
            NodeTime time,
            Results results,
            ReportSource source,
            Pace pace,
            Watcher watcher,
            Tally tally) {
        this.stream = stream;
        this.ledger = ledger;
        this.time = time;
        this.results = results;
        this.source = source;
        this.pace = pace;
        this.watcher = watcher;
        this.tally = tally;
        this.outbox = new Outbox(stream);
        this.backoff = new Backoff(
                RETRY_MILLIS,
                RETRY_MILLIS_MAX,
                new SplittableRandom(stream.toString().hashCode()));
    }

    /** Begins to report, with the entry after this one. */
    public void begin(long lastSequence, long takenSequence) {
        sequence = lastSequence + 1;
        taken = takenSequence;
        begun = true;
        send();
    }

    public void request(NodeRequest request) {
        outbox.put(request);
        schedule();
    }

    public void submit(List<Submission> submissions, CompletableFuture<List<SubmissionId>> ids) {
        if (closed || closing) {
            ids.completeExceptionally(new IllegalStateException("the node has stopped"));
            return;
        }
        outbox.put(submissions, ids);
        schedule();
    }

    /** There are results to tell, perhaps. */
    public void resultsMayBePending() {
        schedule();
    }

    /** Rounds have taken the entries up to this one. */
    public void taken(long upTo) {
        taken = Math.max(taken, upTo);
    }

    /** Whether the ledger has heard of this node so lately that the node may start tasks. */
    public boolean leaseHolds(long nowMillis, long leaseMillis) {
        return heardMillis > 0 && nowMillis - heardMillis <= leaseMillis;
    }

    /** Whether an entry of this run of the node was ever committed. */
    public boolean wasHeard() {
        return heardMillis > 0;
    }

    private void schedule() {
        if (!begun || inFlight || closed) {
            return;
        }
        boolean something = results.hasPending() || !outbox.isEmpty();
        long interval = pace.intervalMillis().getAsLong();
        long due = sentMillis + (something ? Math.min(interval, pace.soonestMillis()) : interval);
        wakeAt(Math.max(due, retryMillis));
    }

    private void wakeAt(long millis) {
        if (millis != wakeMillis) {
            cancelWake.run();
            wakeMillis = millis;
            cancelWake = time.later(millis - time.nowMillis(), () -> {
                wakeMillis = Long.MAX_VALUE;
                send();
            });
        }
    }

    private void send() {
        if (inFlight || closed) {
            return;
        }
        long now = time.nowMillis();
        sentMillis = now;
        if (sequence - taken > Limits.STREAM_SLOTS - SLOTS_SPARE) {
            LOG.warn("{} holds entry {} back: rounds have only taken entry {}", stream, sequence, taken);
            schedule();
            return;
        }
        StatusReport report = source.report(now, results.take(RESULTS_PER_REPORT_MAX));
        Entry.Builder entry = Entry.builder().report(report);
        outbox.fill(entry);
        append(entry.build(), sequence, uncertain, now);
    }

    private void append(Entry entry, long number, boolean askFirst, long lookedMillis) {
        inFlight = true;
        if (!askFirst) {
            time.when(ledger.append(number, entry), done -> committed(number, lookedMillis), this::failed);
            return;
        }
        Consumer<Long> answered = last -> {
            if (last >= number) {
                wasThere(last);
            } else {
                append(entry, number, false, lookedMillis);
            }
        };
        time.when(ledger.lastSequence(), answered, this::failed);
    }

    private void committed(long number, long lookedMillis) {
        tally.one(Count.ENTRIES_COMMITTED);
        results.committed(number);
        // The lease counts from when the node looked: the ledger's silence counts from no later than that.
        heardMillis = lookedMillis;
        next(number);
        watcher.committed().run();
        goOn();
    }

    /** An earlier attempt had been committed after all; what this one would have said is still to be said. */
    private void wasThere(long last) {
        tally.one(Count.ENTRIES_COMMITTED);
        results.notCommitted();
        next(last);
        goOn();
    }

    private void next(long number) {
        outbox.committed(sequence);
        sequence = number + 1;
        inFlight = false;
        uncertain = false;
        backoff.reset();
        retryMillis = 0;
    }

    private void failed(Throwable cause) {
        LedgerException failure = LedgerException.causeOf(cause);
        tally.one(Count.ENTRIES_FAILED);
        results.notCommitted();
        inFlight = false;
        uncertain = uncertain || mayBeCommitted(failure);
        if (failure.kind() == LedgerException.Kind.DISAGREEMENT) {
            tally.one(Count.DISAGREEMENTS);
        }
        if (failure.kind() == LedgerException.Kind.REFUSED && !uncertain && outbox.blame(failure)) {
            goOn();
            return;
        }
        Reaction reaction = FailurePolicy.reactionTo(failure);
        if (reaction == Reaction.EXIT) {
            closed = true;
            watcher.hopeless().accept(failure);
            return;
        }
        if (reaction == Reaction.ALERT && backoff.failures() % ALERT_EVERY == 0) {
            LOG.warn("{} could not append entry {}, trying again: {}", stream, sequence, failure.getMessage());
        }
        retryMillis = time.nowMillis() + backoff.nextMillis();
        goOn();
    }

    private static boolean mayBeCommitted(LedgerException failure) {
        return failure.kind() == LedgerException.Kind.UNRESOLVED
                || failure.kind() == LedgerException.Kind.CONFLICT
                || failure.isRefusal(RefusalCode.SEQUENCE_REPEATED);
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
