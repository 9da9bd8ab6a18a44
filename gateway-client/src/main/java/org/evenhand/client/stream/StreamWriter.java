package org.evenhand.client.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.evenhand.client.CommitStatusUnknownException;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.connect.Backoff;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;

/**
 * The single writer of a stream. One entry is under way at a time; what is handed over meanwhile shares the next one, so
 * a busy stream gets fuller entries instead of a longer queue.
 *
 * <p>The writer stays within {@link Limits#STREAM_AHEAD_MAX} entries of the rounds: an entry that no round has taken is never
 * overwritten, nor so old that rounds would pass over it. It learns of rounds by {@link #roundTook}, and asks when it has to wait.
 *
 * <p>Safe for use by several threads; holds none.
 */
public final class StreamWriter implements AutoCloseable {
    /** Parts that may wait; what comes on top is turned away. */
    public static final int WAITING_MAX = 100_000;

    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final StreamLedger ledger;
    private final StreamId stream;
    private final Backoff backoff;
    private final Deque<Part> waiting = new ArrayDeque<>();
    private long last;
    private long taken;
    private boolean underWay;
    private boolean asking;
    private boolean closed;

    StreamWriter(StreamLedger ledger, StreamId stream, Backoff backoff, StreamLedger.Position position) {
        this.ledger = ledger;
        this.stream = stream;
        this.backoff = backoff;
        this.last = position.last();
        this.taken = position.taken();
    }

    /**
     * Opens a stream where it stands; a new one starts with its first entry.
     *
     * @param client whose key the stream belongs, or will belong, to
     */
    public static StreamWriter open(EvenhandClient client, PoolId pool, StreamId stream)
            throws EvenhandException, InterruptedException {
        StreamLedger ledger = new ClientStreamLedger(client, pool, stream);
        try {
            return new StreamWriter(
                    ledger,
                    stream,
                    client.settings().backoff(),
                    ledger.position().get());
        } catch (ExecutionException e) {
            Throwable cause = EvenhandException.causeOf(e.getCause() == null ? e : e.getCause());
            if (cause instanceof EvenhandException failure) {
                throw failure;
            }
            throw new IllegalStateException(cause);
        }
    }

    /**
     * Hands something over.
     *
     * @param part one or several items; together they go into one entry
     * @return where it lies on the ledger. Fails with {@link EvenhandException} when it was not appended, which after a
     *     {@link org.evenhand.client.CommitStatusUnknownException} is not certain; with {@link
     *     RejectedExecutionException} when {@link #WAITING_MAX} parts wait; with {@link CancellationException} when the
     *     writer was closed first
     * @throws IllegalArgumentException if it is empty or larger than an entry can be
     */
    public CompletableFuture<Appended> write(Entry part) {
        Part handed = Part.of(part);
        if (part.isEmpty() || handed.bytes() > Limits.ENTRY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "an entry has 1 to " + Limits.ENTRY_BYTES_MAX + " bytes, not " + handed.bytes());
        }
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new CancellationException("the writer is closed"));
            }
            if (waiting.size() >= WAITING_MAX) {
                return CompletableFuture.failedFuture(
                        new RejectedExecutionException(WAITING_MAX + " parts wait for " + stream));
            }
            waiting.add(handed);
        }
        proceed();
        return handed.done();
    }

    /** Hands a submission over, and tells its id once it is on the ledger. */
    public CompletableFuture<SubmissionId> submit(Submission submission) {
        return write(Entry.builder().submit(submission).build()).thenApply(appended -> appended.submission(0));
    }

    /**
     * Tells the writer that a round has taken its entries; every {@code entries-taken} fact of its stream says so.
     *
     * @param upTo number of the last entry taken
     */
    public void roundTook(long upTo) {
        synchronized (this) {
            taken = Math.max(taken, upTo);
        }
        proceed();
    }

    /** Number of the last entry known to be on the ledger. */
    public synchronized long lastSequence() {
        return last;
    }

    /** Parts that are not in an entry yet. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Starts the next entry, if one is due and may be written. */
    private void proceed() {
        Batch batch;
        long sequence;
        synchronized (this) {
            if (underWay || waiting.isEmpty()) {
                return;
            }
            sequence = last + 1;
            if (sequence - taken > Limits.STREAM_AHEAD_MAX) {
                askForRounds();
                return;
            }
            underWay = true;
            batch = Batch.takeFrom(waiting);
        }
        CompletableFuture<Long> unused = new Delivery(ledger, backoff, batch.entry())
                .deliver(sequence)
                .whenComplete((number, thrown) -> {
                    if (thrown == null) {
                        appended(batch, number);
                    } else {
                        failed(batch, EvenhandException.causeOf(thrown));
                    }
                });
    }

    private void appended(Batch batch, long sequence) {
        synchronized (this) {
            last = sequence;
            underWay = false;
        }
        proceed();
        batch.complete(stream, sequence);
    }

    /**
     * What was refused in company may be refused for one part alone, so each gets an entry to itself. What may have taken
     * effect is never sent again.
     */
    private void failed(Batch batch, Throwable failure) {
        boolean split;
        synchronized (this) {
            underWay = false;
            split = !closed
                    && batch.isShared()
                    && failure instanceof EvenhandException refused
                    && !(failure instanceof CommitStatusUnknownException)
                    && refused.refusal().isPresent();
            if (split) {
                batch.returnTo(waiting);
            }
        }
        if (!split) {
            batch.fail(failure);
        }
        proceed();
    }

    /** Called with the lock held, when the rounds are too far behind. */
    private void askForRounds() {
        if (asking) {
            return;
        }
        asking = true;
        CompletableFuture<StreamLedger.Position> unused = ledger.position().whenComplete((position, unanswered) -> {
            boolean moved;
            synchronized (this) {
                moved = unanswered == null && position.taken() > taken;
                taken = moved ? position.taken() : taken;
                asking = !moved;
            }
            if (moved) {
                proceed();
            } else {
                askLater();
            }
        });
    }

    private void askLater() {
        CompletableFuture.delayedExecutor(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    synchronized (this) {
                        asking = false;
                    }
                    proceed();
                });
    }

    /** Takes nothing more, and fails what waits. The entry that is under way goes on. */
    @Override
    public void close() {
        Deque<Part> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        left.forEach(part -> part.done().completeExceptionally(new CancellationException("the writer was closed")));
    }
}
