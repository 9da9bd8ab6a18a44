package org.evenhand.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.evenhand.audit.block.BlockReader;
import org.evenhand.audit.block.LedgerBlock;
import org.evenhand.audit.source.BlockStream;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.audit.source.StoredBlock;
import org.jspecify.annotations.Nullable;

/** Reads ahead and checks signatures on all threads, while the blocks come out in order. */
final class BlockPipeline implements AutoCloseable {
    /** Blocks and bytes that may be on their way: enough to keep all threads busy, and a bound for the memory. */
    static final int BLOCKS_MAX = 512;

    static final long BYTES_MAX = 64L << 20;

    /** What became of a block: the block, or why there is none. */
    private record Outcome(
            @Nullable LedgerBlock block, @Nullable InvalidProtocolBufferException fault) {}

    private record Pending(Future<Outcome> outcome, StoredBlock stored) {}

    private final BlockStream stream;
    private final BlockReader reader;
    private final ForkJoinPool pool;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private long pendingBytes;
    private boolean ended;
    private @Nullable EvidenceException evidenceFault;

    BlockPipeline(BlockStream stream, BlockReader reader, int threads) {
        this.stream = stream;
        this.reader = reader;
        this.pool = new ForkJoinPool(threads);
    }

    /**
     * Returns the next block, or nothing after the last.
     *
     * @throws EvidenceException when the source fails, after all blocks before that have been handed out
     * @throws MalformedBlockException when the next block cannot be read
     */
    Optional<LedgerBlock> next() throws EvidenceException, MalformedBlockException, InterruptedException {
        fill();
        Pending first = pending.poll();
        if (first == null) {
            if (evidenceFault != null) {
                throw evidenceFault;
            }
            return Optional.empty();
        }
        pendingBytes -= first.stored().bytes().size();
        try {
            Outcome outcome = first.outcome().get();
            if (outcome.block() == null) {
                throw new MalformedBlockException(first.stored().origin(), outcome.fault());
            }
            return Optional.of(outcome.block());
        } catch (ExecutionException e) {
            throw new IllegalStateException("Reading " + first.stored().origin(), e.getCause());
        }
    }

    // A pool wraps exceptions in its own, so the expected one travels as a value.
    private Outcome read(StoredBlock stored) {
        try {
            return new Outcome(reader.read(stored), null);
        } catch (InvalidProtocolBufferException e) {
            return new Outcome(null, e);
        }
    }

    private void fill() {
        while (!ended && pending.size() < BLOCKS_MAX && pendingBytes < BYTES_MAX) {
            try {
                Optional<StoredBlock> stored = stream.next();
                if (stored.isEmpty()) {
                    ended = true;
                } else {
                    pendingBytes += stored.get().bytes().size();
                    pending.add(new Pending(pool.submit(() -> read(stored.get())), stored.get()));
                }
            } catch (EvidenceException e) {
                evidenceFault = e;
                ended = true;
            }
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        stream.close();
    }
}
