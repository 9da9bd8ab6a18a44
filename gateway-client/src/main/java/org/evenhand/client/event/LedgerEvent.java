package org.evenhand.client.event;

import java.util.List;
import org.evenhand.core.fact.RoundRecord;
import org.evenhand.core.json.Digest;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Writer;

/** An event of the contract, from a transaction that took effect. */
public sealed interface LedgerEvent {

    /** Where it came from. */
    Source source();

    /**
     * The transaction that emitted an event.
     *
     * @param block the number of its block
     * @param transactionId its id
     */
    record Source(long block, String transactionId) {}

    /** An entry was appended to a stream. */
    record EntryAppended(Source source, PoolId pool, StreamId stream, long sequence) implements LedgerEvent {}

    /** A round was decided. */
    record RoundDecided(Source source, RoundRecord record) implements LedgerEvent {}

    /**
     * A policy was proposed or approved.
     *
     * @param source where the event came from
     * @param pool the pool
     * @param number the proposal's number
     * @param digest SHA-256 of the proposed policy
     * @param approvals the organisations that have approved
     * @param adopted whether the policy is now in force
     */
    record PolicyChanged(Source source, PoolId pool, long number, Digest digest, List<MspId> approvals, boolean adopted)
            implements LedgerEvent {
        public PolicyChanged {
            approvals = List.copyOf(approvals);
        }
    }

    /** A task class was defined. */
    record ClassDefined(Source source, PoolId pool, ClassName taskClass) implements LedgerEvent {}

    /**
     * A stream has another key or another address.
     *
     * @param source where the event came from
     * @param pool the pool
     * @param stream the stream
     * @param writer its registration as it is now
     */
    record WriterUpdated(Source source, PoolId pool, StreamId stream, Writer writer) implements LedgerEvent {}

    /**
     * An event that this build does not know or cannot read, such as one of a later version of the contract.
     *
     * @param source where the event came from
     * @param name its name
     * @param problem why it is unknown
     */
    record Unknown(Source source, String name, String problem) implements LedgerEvent {}
}
