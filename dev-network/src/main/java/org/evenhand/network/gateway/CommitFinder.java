package org.evenhand.network.gateway;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.evenhand.network.deliver.BlockFeed;
import org.evenhand.network.deliver.BlockView;
import org.evenhand.network.ledger.CommittedTransaction;
import org.evenhand.network.ledger.Ledger;

/** Tells what became of a transaction, now or once it is committed. One serves all gateways of a channel. */
public final class CommitFinder implements AutoCloseable {
    private final Ledger ledger;
    private final BlockFeed feed;
    private final BlockFeed.Follower follower = this::committed;
    private final Map<String, Set<Wait>> waiting = new ConcurrentHashMap<>();

    /** Watches the feed until closed. */
    public CommitFinder(Ledger ledger, BlockFeed feed) {
        this.ledger = ledger;
        this.feed = feed;
        feed.follow(follower);
    }

    /** Prepares to wait for a transaction; the listener hears of it once, after {@link Wait#start}. */
    Wait waitFor(String txId, Consumer<CommittedTransaction> listener) {
        return new Wait(txId, listener);
    }

    @Override
    public void close() {
        feed.unfollow(follower);
    }

    private void committed(BlockView block) {
        for (CommittedTransaction transaction : block.results()) {
            Set<Wait> waits = waiting.remove(transaction.txId());
            if (waits != null) {
                waits.forEach(wait -> wait.tell(transaction));
            }
        }
    }

    /** Somebody who waits for one transaction. */
    final class Wait {
        private final String txId;
        private final Consumer<CommittedTransaction> listener;
        private final AtomicBoolean told = new AtomicBoolean();

        private Wait(String txId, Consumer<CommittedTransaction> listener) {
            this.txId = txId;
            this.listener = listener;
        }

        /** Starts to wait. The listener is called before this returns if the transaction is on the ledger already. */
        void start() {
            // First wait, then look: the other way round a commit in between would be missed.
            waiting.compute(txId, (id, others) -> {
                Set<Wait> all = others == null ? ConcurrentHashMap.newKeySet() : others;
                all.add(this);
                return all;
            });
            ledger.transaction(txId).ifPresent(transaction -> {
                cancel();
                tell(transaction);
            });
        }

        /** Nobody wants to know any more. */
        void cancel() {
            waiting.computeIfPresent(txId, (id, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }

        private void tell(CommittedTransaction transaction) {
            if (told.compareAndSet(false, true)) {
                listener.accept(transaction);
            }
        }
    }
}
