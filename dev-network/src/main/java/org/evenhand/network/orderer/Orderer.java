package org.evenhand.network.orderer;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.ledger.CommittedBlock;
import org.evenhand.network.ledger.Ledger;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel's only orderer. One thread takes envelopes in the order in which they were accepted, cuts batches and
 * commits them; while it commits, the next batch gathers. So blocks are as large as the load needs, and a lone
 * transaction waits for nobody.
 */
public final class Orderer implements AutoCloseable {
    /** The most envelopes that may wait. Beyond it clients are told to come back, before memory is at stake. */
    public static final int WAITING_ENVELOPES_MAX = 10_000;

    /** The most bytes of envelopes that may wait: of the largest ones, memory does not hold that many. */
    public static final long WAITING_BYTES_MAX = 256L << 20;

    /** Wakes the thread when it is to end. An interrupt would close the ledger's files under its hands. */
    private static final Envelope STOP = Envelope.newBuilder().build();

    /**
     * Under load, how long a block gathers what comes right after the last one: hundreds of tiny blocks a second cost
     * more.
     */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private static final Logger LOGGER = LoggerFactory.getLogger(Orderer.class);

    private final Ledger ledger;
    private final BroadcastFilter filter;
    private final boolean cutWhenIdle;
    private final BlockingQueue<Envelope> waiting = new ArrayBlockingQueue<>(WAITING_ENVELOPES_MAX);
    private final Thread thread = new Thread(this::run, "orderer");
    private final AtomicLong waitingBytes = new AtomicLong();
    private int lastBatchSize;
    private long lastCommitNanos;
    private volatile CommitListener listener = (block, nanos) -> {};
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile @Nullable String failure;

    private Orderer(Ledger ledger, boolean cutWhenIdle, Clock clock) {
        this.ledger = ledger;
        this.filter = new BroadcastFilter(ledger, clock);
        this.cutWhenIdle = cutWhenIdle;
        thread.setDaemon(true);
    }

    /**
     * Starts to order. Batch limits are those of the channel's configuration.
     *
     * @param cutWhenIdle whether to cut a batch as soon as nothing more waits. A Fabric orderer never does, and lets
     *     every batch that is not full wait for the batch timeout.
     */
    public static Orderer start(Ledger ledger, boolean cutWhenIdle, Clock clock) {
        Orderer orderer = new Orderer(ledger, cutWhenIdle, clock);
        orderer.thread.start();
        return orderer;
    }

    /** Accepts an envelope or says why not. Returns without waiting for the block. */
    public Broadcast submit(Envelope envelope) {
        String broken = failure;
        if (broken != null || stopping) {
            return new Broadcast(Status.SERVICE_UNAVAILABLE, broken != null ? broken : "the orderer is being stopped");
        }
        Optional<Broadcast> refusal = filter.refusal(envelope);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        long bytes = BatchCutter.size(envelope);
        if (waitingBytes.addAndGet(bytes) > WAITING_BYTES_MAX) {
            waitingBytes.addAndGet(-bytes);
            return atItsLimit((WAITING_BYTES_MAX >> 20) + " MiB of waiting envelopes");
        }
        if (!waiting.offer(envelope)) {
            waitingBytes.addAndGet(-bytes);
            return atItsLimit(WAITING_ENVELOPES_MAX + " waiting envelopes");
        }
        // The thread may have ended since the first look, and then nobody takes what was just put there.
        String brokenSince = failure;
        return brokenSince == null ? Broadcast.ACCEPTED : new Broadcast(Status.SERVICE_UNAVAILABLE, brokenSince);
    }

    /** Tells of each later block; replaces whoever was told before. */
    public void tell(CommitListener changed) {
        listener = changed;
    }

    /** How it is doing; for any thread. */
    public OrdererFigures figures() {
        return new OrdererFigures(waiting.size(), waitingBytes.get(), Optional.ofNullable(failure));
    }

    /** Completes when nothing more is ordered: normally after a close, else with what broke the ledger. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    private static Broadcast atItsLimit(String limit) {
        return new Broadcast(Status.SERVICE_UNAVAILABLE, "the orderer is at its limit of " + limit);
    }

    private void taken(Envelope envelope) {
        waitingBytes.addAndGet(-BatchCutter.size(envelope));
    }

    /**
     * Stops after the batch in hand. Envelopes that still wait are dropped; nobody was told that they are committed.
     */
    @Override
    public void close() {
        stopping = true;
        // When the queue is full the thread is not waiting for it, and sees the flag.
        var unused = waiting.offer(STOP);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                Envelope first = waiting.take();
                taken(first);
                orderUntilIdle(first);
            }
            ended.complete(null);
        } catch (InterruptedException e) {
            breakDown("the orderer was interrupted", e);
        } catch (Throwable e) {
            // An error ends the thread as an exception does, and clients must not be told that anybody still listens.
            breakDown("the ledger failed: " + e.getMessage(), e);
        }
    }

    private void breakDown(String why, Throwable cause) {
        failure = why;
        LOGGER.error("the orderer ends: {}", why, cause);
        ended.completeExceptionally(cause);
    }

    private void orderUntilIdle(Envelope first) throws InterruptedException {
        ChannelConfig config = ledger.config();
        BatchCutter cutter = new BatchCutter(config.maxMessageCount(), config.preferredMaxBytes());
        long cutNanos = cutNanos(config.batchTimeout());
        Envelope next = first;
        while (next != null && !stopping) {
            for (List<Envelope> batch : cutter.add(next)) {
                commit(batch);
            }
            if (!cutter.hasPending()) {
                return;
            }
            next = waiting.poll(Math.max(0, cutNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next != null) {
                taken(next);
            }
        }
        if (!stopping) {
            commit(cutter.cut());
        }
    }

    /**
     * When to cut what has gathered: with Fabric's timeout, or at once, unless the last block shows that there is load.
     */
    private long cutNanos(Duration batchTimeout) {
        if (!cutWhenIdle) {
            return System.nanoTime() + batchTimeout.toNanos();
        }
        return lastBatchSize > 1 ? lastCommitNanos + GATHER_NANOS : System.nanoTime();
    }

    private void commit(List<Envelope> batch) {
        long startNanos = System.nanoTime();
        CommittedBlock block = ledger.commit(batch);
        lastBatchSize = batch.size();
        lastCommitNanos = System.nanoTime();
        try {
            listener.committed(block, lastCommitNanos - startNanos);
        } catch (RuntimeException e) {
            LOGGER.error("What listens to the orderer failed on block {}", block.number(), e);
        }
    }
}
