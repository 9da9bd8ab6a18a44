package org.evenhand.client;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.client.event.LedgerEvent;
import org.evenhand.client.event.Subscription;
import org.evenhand.core.contract.EntryLocation;
import org.evenhand.core.contract.Functions;
import org.evenhand.core.contract.NodeView;
import org.evenhand.core.contract.PoolView;
import org.evenhand.core.contract.Request;
import org.evenhand.core.contract.StreamView;
import org.evenhand.core.contract.SubmissionView;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Policy;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.WriterChange;
import org.evenhand.core.state.Head;
import org.hyperledger.fabric.client.Checkpointer;

/**
 * The contract on one channel, as one identity sees it. Safe for use by several threads.
 *
 * <p>Methods that wait throw {@link EvenhandException} with the phase that failed; futures fail with the same. Nothing
 * holds a thread while it waits for the network.
 */
public interface EvenhandClient extends AutoCloseable {

    /** Begins to make a client. */
    static EvenhandClientBuilder builder() {
        return new EvenhandClientBuilder();
    }

    /** Who signs. */
    ClientIdentity identity();

    /** Where transactions go, and how patiently. */
    GatewaySettings settings();

    /** Has a transaction endorsed, ordered and committed. */
    CompletableFuture<Committed> submit(Request request);

    /** Has a query answered by one peer. */
    CompletableFuture<Bytes> query(Request request);

    /** Waits for a transaction to be committed; fails with {@link CommitStatusUnknownException}. */
    CompletableFuture<CommitStatus> commitStatus(String transactionId);

    /** How many blocks the channel has. */
    CompletableFuture<Long> height();

    /** The number of the block that holds a transaction; fails with {@link QueryFailedException} if none does. */
    CompletableFuture<Long> blockOf(String transactionId);

    /**
     * A round's record, from the event of the transaction that decided it. A peer looks back from the newest round,
     * over as many as its {@code totalQueryLimit} allows (100,000 unless it is told otherwise); older ones are known to
     * who reads the events from there.
     */
    CompletableFuture<RoundRecord> round(PoolId pool, long number);

    /**
     * Delivers the contract's events, in the ledger's order, through broken connections, without gap or repeat.
     *
     * @param checkpointer where to start: one of the SDK's own, or an
     *     {@link org.evenhand.client.event.AtomicCheckpointer}; one that points nowhere is set to the channel's present
     *     end first
     * @param listener called on a thread of the subscription's own; what it throws ends the subscription
     */
    Subscription events(Checkpointer checkpointer, Consumer<LedgerEvent> listener)
            throws EvenhandException, InterruptedException;

    /** What this client has seen so far. */
    ClientCounters counters();

    /** Ends what the client opened itself; a channel that was handed to it stays open. */
    @Override
    void close();

    /** Proposes a policy; with it the proposer's organisation approves. */
    default Committed proposePolicy(PoolId pool, long number, Policy policy)
            throws EvenhandException, InterruptedException {
        String json = Bytes.of(policy.toJson()).toString();
        return Await.result(submit(Request.of(Functions.PROPOSE_POLICY, pool.name(), Long.toString(number), json)));
    }

    /** Approves a proposed policy for the caller's organisation. */
    default Committed approvePolicy(PoolId pool, long number, Digest digest)
            throws EvenhandException, InterruptedException {
        return Await.result(
                submit(Request.of(Functions.APPROVE_POLICY, pool.name(), Long.toString(number), digest.hex())));
    }

    /** Defines a task class. */
    default Committed defineTaskClass(PoolId pool, TaskClass taskClass) throws EvenhandException, InterruptedException {
        String json = Bytes.of(taskClass.toJson()).toString();
        return Await.result(submit(Request.of(Functions.DEFINE_TASK_CLASS, pool.name(), json)));
    }

    /**
     * Appends an entry to a stream. Only one entry of a stream may be under way; a
     * {@link org.evenhand.client.stream.StreamWriter} sees to that.
     *
     * @param sequence the entry's number, one more than that of the entry before
     */
    default CompletableFuture<Committed> appendAsync(PoolId pool, StreamId stream, long sequence, Entry entry) {
        return submit(Request.of(
                Functions.APPEND,
                pool.name(),
                stream.toString(),
                Long.toString(sequence),
                Bytes.of(entry.toJson()).toString()));
    }

    /** {@link #appendAsync}, and waits. */
    default Committed append(PoolId pool, StreamId stream, long sequence, Entry entry)
            throws EvenhandException, InterruptedException {
        return Await.result(appendAsync(pool, stream, sequence, entry));
    }

    /**
     * Changes a stream's key or address: for the stream's present key, or for an admin of its organisation. With a new
     * key, what is under way in the stream should have ended before: the old key is refused from then on.
     */
    default Committed updateWriter(PoolId pool, StreamId stream, WriterChange change)
            throws EvenhandException, InterruptedException {
        String json = Bytes.of(change.toJson()).toString();
        return Await.result(submit(Request.of(Functions.UPDATE_WRITER, pool.name(), stream.toString(), json)));
    }

    /**
     * Proposes a round; fails with {@link RoundLostException} when another one was faster.
     *
     * @param proposer the proposing node's stream
     * @param inputs per stream, the last entry to take
     */
    default CompletableFuture<Committed> decideRoundAsync(
            PoolId pool, StreamId proposer, SortedMap<StreamId, Long> inputs) {
        String json = Bytes.of(RoundRecord.streamNumbers(inputs)).toString();
        return submit(Request.of(Functions.DECIDE_ROUND, pool.name(), proposer.toString(), json));
    }

    /** {@link #decideRoundAsync}, and waits. */
    default Committed decideRound(PoolId pool, StreamId proposer, SortedMap<StreamId, Long> inputs)
            throws EvenhandException, InterruptedException {
        return Await.result(decideRoundAsync(pool, proposer, inputs));
    }

    /** The policy in force, and what waits for approval. */
    default PoolView getPool(PoolId pool) throws EvenhandException, InterruptedException {
        return Await.answer(query(Request.of(Functions.GET_POOL, pool.name())), PoolView::fromBytes);
    }

    /** A node and what it has. */
    default NodeView getNode(PoolId pool, StreamId node) throws EvenhandException, InterruptedException {
        return Await.answer(query(Request.of(Functions.GET_NODE, pool.name(), node.toString())), NodeView::fromBytes);
    }

    /** All nodes of a pool. */
    default List<NodeView> listNodes(PoolId pool) throws EvenhandException, InterruptedException {
        return Await.answer(query(Request.of(Functions.LIST_NODES, pool.name())), NodeView::listFromBytes);
    }

    /**
     * How far a stream is, and how far rounds have taken it; refused as {@code unknown-stream} before its first entry.
     */
    default CompletableFuture<StreamView> getStreamAsync(PoolId pool, StreamId stream) {
        return Await.decoded(
                query(Request.of(Functions.GET_STREAM, pool.name(), stream.toString())), StreamView::fromBytes);
    }

    /** {@link #getStreamAsync}, and waits. */
    default StreamView getStream(PoolId pool, StreamId stream) throws EvenhandException, InterruptedException {
        return Await.result(getStreamAsync(pool, stream));
    }

    /**
     * The transaction that appended an entry; refused as {@code entry-not-committed} if the ledger never had it.
     *
     * @param sequence the entry's number
     */
    default EntryLocation getEntry(PoolId pool, StreamId stream, long sequence)
            throws EvenhandException, InterruptedException {
        return Await.answer(
                query(Request.of(Functions.GET_ENTRY, pool.name(), stream.toString(), Long.toString(sequence))),
                EntryLocation::fromBytes);
    }

    /** {@link #blockOf}, and waits. */
    default long getBlockOf(String transactionId) throws EvenhandException, InterruptedException {
        return Await.result(blockOf(transactionId));
    }

    /** What of a submission is still open, and where. */
    default SubmissionView getSubmission(PoolId pool, SubmissionId submission)
            throws EvenhandException, InterruptedException {
        return Await.answer(
                query(Request.of(Functions.GET_SUBMISSION, pool.name(), submission.toString())),
                SubmissionView::fromBytes);
    }

    /** Where one task is; refused as {@code unknown-task} once it has ended. */
    default SubmissionView locateTask(PoolId pool, SubmissionId submission, long index)
            throws EvenhandException, InterruptedException {
        return Await.answer(
                query(Request.of(Functions.LOCATE_TASK, pool.name(), submission.toString(), Long.toString(index))),
                SubmissionView::fromBytes);
    }

    /** Where a pool's sequence of rounds stands. */
    default Head getHead(PoolId pool) throws EvenhandException, InterruptedException {
        return Await.answer(query(Request.of(Functions.GET_HEAD, pool.name())), Head::fromBytes);
    }

    /** {@link #round}, and waits. */
    default RoundRecord getRound(PoolId pool, long number) throws EvenhandException, InterruptedException {
        return Await.result(round(pool, number));
    }
}
