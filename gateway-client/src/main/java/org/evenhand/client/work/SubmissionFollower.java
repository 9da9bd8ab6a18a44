package org.evenhand.client.work;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.Subscription;
import org.evenhand.core.contract.EntryLocation;
import org.evenhand.core.contract.EventNames;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.range.RangeSet;
import org.hyperledger.fabric.client.InMemoryCheckpointer;

/**
 * Follows one submission through the rounds, from its entry until its last task has ended: through broken connections,
 * and as well long after the fact, since all of it stands on the ledger. Safe for use by several threads.
 */
public final class SubmissionFollower implements AutoCloseable {
    private final PoolId pool;
    private final SubmissionBook book;
    private final Consumer<SubmissionFact> listener;
    private final CompletableFuture<SubmissionProgress> finished = new CompletableFuture<>();
    private final Subscription subscription;
    private final CompletableFuture<SubmissionProgress> over;

    private SubmissionFollower(
            EvenhandClient client,
            PoolId pool,
            SubmissionId submission,
            long firstBlock,
            Consumer<SubmissionFact> listener)
            throws EvenhandException, InterruptedException {
        this.pool = pool;
        this.book = new SubmissionBook(submission);
        this.listener = listener;
        this.subscription = client.events(before(firstBlock), this::happened);
        CompletableFuture<SubmissionProgress> ended = subscription.ended().thenApply(none -> {
            throw new CancellationException("nobody follows " + submission + " any more");
        });
        this.over = finished.applyToEither(ended, Function.identity());
    }

    /**
     * Follows a submission from its entry on.
     *
     * @param client stays open; who made it closes it, after the follower
     * @param listener gets each fact about tasks of the submission, in the ledger's order, on a thread of the
     *     follower's own; what it throws ends the following
     * @throws EvenhandException with the refusal {@code entry-not-committed} if the ledger does not have the entry
     */
    public static SubmissionFollower open(
            EvenhandClient client, PoolId pool, SubmissionId submission, Consumer<SubmissionFact> listener)
            throws EvenhandException, InterruptedException {
        EntryLocation entry = client.getEntry(pool, submission.stream(), submission.sequence());
        return openAt(client, pool, submission, client.getBlockOf(entry.transactionId()), listener);
    }

    /**
     * Follows a submission from a block on.
     *
     * @param firstBlock the block of the entry, or an earlier one; from a later one on the totals would be wrong
     * @param listener as for {@link #open}
     */
    public static SubmissionFollower openAt(
            EvenhandClient client,
            PoolId pool,
            SubmissionId submission,
            long firstBlock,
            Consumer<SubmissionFact> listener)
            throws EvenhandException, InterruptedException {
        return new SubmissionFollower(client, pool, submission, firstBlock, listener);
    }

    private static InMemoryCheckpointer before(long block) {
        InMemoryCheckpointer checkpointer = new InMemoryCheckpointer();
        checkpointer.checkpointBlock(block - 1);
        return checkpointer;
    }

    private void happened(LedgerEvent event) {
        if (event instanceof LedgerEvent.RoundDecided decided) {
            if (decided.record().pool().equals(pool)) {
                decided(decided.record());
            }
        } else if (event instanceof LedgerEvent.Unknown unknown
                && unknown.name().equals(EventNames.ROUND_DECIDED)) {
            // To leave a round out would make the totals wrong without a word.
            throw new IllegalStateException("expected a round that this client can read in transaction "
                    + unknown.source().transactionId() + ", found one that it cannot: " + unknown.problem());
        }
    }

    private void decided(RoundRecord round) {
        for (Fact fact : round.facts()) {
            boolean ours;
            synchronized (book) {
                ours = book.apply(fact);
            }
            if (ours) {
                listener.accept(new SubmissionFact(round.round(), round.timeMillis(), (TaskFact) fact));
            }
        }
        SubmissionProgress now = progress();
        if (now.isOver()) {
            finished.complete(now);
        }
    }

    /** How far the submission is, as far as the follower has read. */
    public SubmissionProgress progress() {
        synchronized (book) {
            return book.progress();
        }
    }

    /** The tasks that nodes have, by node. */
    public SortedMap<StreamId, RangeSet> placements() {
        synchronized (book) {
            return book.holdings();
        }
    }

    /** What has finished: where, and with which digest; in the order of the tasks. */
    public List<TaskFact.Finished> results() {
        synchronized (book) {
            return book.results();
        }
    }

    /** What has failed for good: where, and why; in the order of the tasks. */
    public List<TaskFact.Failed> failures() {
        synchronized (book) {
            return book.failures();
        }
    }

    /**
     * Completes when the last task has ended, or the pool did not take the submission; with the failure when the
     * listener failed, or with a {@link CancellationException} when the follower is closed before.
     */
    public CompletableFuture<SubmissionProgress> over() {
        return over.copy();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
