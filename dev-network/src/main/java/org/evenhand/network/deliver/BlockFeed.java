package org.evenhand.network.deliver;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import org.evenhand.network.ledger.CommittedBlock;
import org.evenhand.network.ledger.Ledger;

/**
 * The ledger's blocks for those who follow it. The last ones are kept in memory, because all followers that keep up ask
 * for the same. Followers are told of new blocks on the executor's threads: the committing thread has better things to
 * do.
 */
public final class BlockFeed implements AutoCloseable {
    private static final int RECENT_BLOCKS = 16;

    private final Ledger ledger;
    private final Executor executor;
    private final ConcurrentSkipListMap<Long, BlockView> recent = new ConcurrentSkipListMap<>();
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final Ledger.Subscription subscription;

    /** Follows the ledger until closed. */
    public BlockFeed(Ledger ledger, Executor executor) {
        this.ledger = ledger;
        this.executor = executor;
        this.subscription = ledger.onCommit(this::committed);
    }

    /** The number of blocks that {@link #block} has. */
    public long height() {
        return ledger.height();
    }

    /**
     * A block below {@link #height}.
     *
     * @throws java.util.NoSuchElementException if it is not there yet.
     */
    public BlockView block(long number) {
        BlockView view = recent.get(number);
        return view != null ? view : new BlockView(ledger.block(number), ledger.transactions(number));
    }

    /** Runs {@link Follower#onBlock} on the executor after every later commit, until {@link #unfollow}. */
    public void follow(Follower follower) {
        followers.add(follower);
    }

    /** Ends it. */
    public void unfollow(Follower follower) {
        followers.remove(follower);
    }

    /** Where followers do their work. */
    public Executor executor() {
        return executor;
    }

    @Override
    public void close() {
        subscription.close();
        followers.clear();
    }

    private void committed(CommittedBlock block) {
        BlockView view = new BlockView(block.block(), block.transactions());
        recent.put(view.number(), view);
        Iterator<Map.Entry<Long, BlockView>> oldest = recent.entrySet().iterator();
        while (recent.size() > RECENT_BLOCKS && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        for (Follower follower : followers) {
            executor.execute(() -> follower.onBlock(view));
        }
    }

    /** Somebody who wants to know of new blocks. */
    @FunctionalInterface
    public interface Follower {
        /** A block was committed. Calls may overlap and come out of order. */
        void onBlock(BlockView block);
    }
}
