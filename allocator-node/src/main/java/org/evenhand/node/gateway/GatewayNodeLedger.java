package org.evenhand.node.gateway;

import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.evenhand.client.CommitStatus;
import org.evenhand.client.Committed;
import org.evenhand.client.EvenhandClient;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.contract.StreamView;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.node.ledger.LedgerException;
import org.evenhand.node.ledger.NodeLedger;
import org.jspecify.annotations.Nullable;

/** What a node does to the ledger, through a Fabric Gateway. */
public final class GatewayNodeLedger implements NodeLedger {
    private final EvenhandClient client;
    private final PoolId pool;
    private final StreamId node;

    /**
     * The ledger as a node sees it.
     *
     * @param client signs with the node's key; stays open
     */
    public GatewayNodeLedger(EvenhandClient client, PoolId pool, StreamId node) {
        this.client = client;
        this.pool = pool;
        this.node = node;
    }

    @Override
    public CompletableFuture<Long> lastSequence() {
        return client.getStreamAsync(pool, node)
                .thenApply(StreamView::last)
                .exceptionally(GatewayNodeLedger::noneIfUnknown);
    }

    private static Long noneIfUnknown(Throwable thrown) {
        var translated = Failures.translate(thrown);
        if (translated.getCause() instanceof LedgerException failure && failure.isRefusal(RefusalCode.UNKNOWN_STREAM)) {
            return 0L;
        }
        throw translated;
    }

    @Override
    public CompletableFuture<Void> append(long sequence, Entry entry) {
        return done(client.appendAsync(pool, node, sequence, entry));
    }

    @Override
    public CompletableFuture<Boolean> tookEffect(String transactionId) {
        return client.commitStatus(transactionId)
                .thenApply(CommitStatus::isValid)
                .exceptionally(thrown -> {
                    throw Failures.translate(thrown);
                });
    }

    @Override
    public CompletableFuture<Void> proposeRound(SortedMap<StreamId, Long> inputs) {
        return done(client.decideRoundAsync(pool, node, inputs));
    }

    private static CompletableFuture<Void> done(CompletableFuture<Committed> transaction) {
        Function<Committed, @Nullable Void> nothing = committed -> null;
        return transaction.<Void>thenApply(nothing).exceptionally(thrown -> {
            throw Failures.translate(thrown);
        });
    }
}
