package org.evenhand.client.stream;

import java.util.concurrent.CompletableFuture;
import org.evenhand.client.CommitStatus;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.QueryFailedException;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;

/** One stream of one pool, through a client. */
record ClientStreamLedger(EvenhandClient client, PoolId pool, StreamId stream) implements StreamLedger {
    @Override
    public CompletableFuture<Void> append(long sequence, Entry entry) {
        return client.appendAsync(pool, stream, sequence, entry).thenAccept(committed -> {});
    }

    @Override
    public CompletableFuture<Position> position() {
        return client.getStreamAsync(pool, stream)
                .thenApply(view -> new Position(view.last(), view.taken()))
                .exceptionallyCompose(thrown -> isUnknownStream(EvenhandException.causeOf(thrown))
                        ? CompletableFuture.completedFuture(Position.START)
                        : CompletableFuture.failedFuture(thrown));
    }

    private static boolean isUnknownStream(Throwable failure) {
        return failure instanceof QueryFailedException query
                && query.refusal()
                        .filter(refusal -> refusal.code() == RefusalCode.UNKNOWN_STREAM)
                        .isPresent();
    }

    @Override
    public CompletableFuture<Boolean> tookEffect(String transactionId) {
        return client.commitStatus(transactionId).thenApply(CommitStatus::isValid);
    }
}
