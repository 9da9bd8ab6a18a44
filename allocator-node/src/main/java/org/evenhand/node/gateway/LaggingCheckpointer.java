package org.evenhand.node.gateway;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.evenhand.node.time.Timers;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.Checkpointer;
import org.hyperledger.fabric.client.InMemoryCheckpointer;

/**
 * Knows exactly where the events stand, and keeps on disk where they stood a while ago. A node that starts again should
 * hear of entries that nobody has taken, and those are older than the last event; that it hears of others twice does no
 * harm. It also saves a disk sync per event. For one thread.
 */
public final class LaggingCheckpointer implements Checkpointer {
    private static final long LAG_MILLIS = 60_000;
    private static final long STEP_MILLIS = 1_000;

    private final Checkpointer kept;
    private final Timers timers;
    private final InMemoryCheckpointer exact = new InMemoryCheckpointer();
    private final Deque<Position> later = new ArrayDeque<>();

    /**
     * A position that is not kept yet.
     *
     * @param block its number
     * @param millis when the events came there
     */
    private record Position(long block, long millis) {}

    /**
     * Starts where the kept checkpoint points.
     *
     * @param kept on disk
     */
    public LaggingCheckpointer(Checkpointer kept, Timers timers) throws IOException {
        this.kept = kept;
        this.timers = timers;
        if (kept.getBlockNumber().isPresent()) {
            exact.checkpointBlock(kept.getBlockNumber().getAsLong() - 1);
        }
    }

    private void passed(long block) throws IOException {
        long now = timers.nowMillis();
        if (later.isEmpty() || now - later.getLast().millis() >= STEP_MILLIS) {
            later.add(new Position(Math.max(0, block), now));
        }
        Position due = null;
        while (!later.isEmpty() && now - later.getFirst().millis() >= LAG_MILLIS) {
            due = later.removeFirst();
        }
        if (due != null) {
            kept.checkpointBlock(due.block() - 1);
        }
    }

    @Override
    public void checkpointBlock(long block) throws IOException {
        exact.checkpointBlock(block);
        passed(block);
    }

    @Override
    public void checkpointTransaction(long block, String transactionId) throws IOException {
        exact.checkpointTransaction(block, transactionId);
        passed(block);
    }

    @Override
    public void checkpointChaincodeEvent(ChaincodeEvent event) throws IOException {
        exact.checkpointChaincodeEvent(event);
        passed(event.getBlockNumber());
    }

    @Override
    public OptionalLong getBlockNumber() {
        return exact.getBlockNumber();
    }

    @Override
    public Optional<String> getTransactionId() {
        return exact.getTransactionId();
    }
}
