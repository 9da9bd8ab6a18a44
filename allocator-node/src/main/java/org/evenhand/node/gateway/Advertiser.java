package org.evenhand.node.gateway;

import java.util.concurrent.Executor;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.contract.StreamView;
import org.evenhand.core.model.Address;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.WriterChange;
import org.evenhand.node.time.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a node's address on the ledger, if another one is there; a new node must have written its first entry. */
public final class Advertiser implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Advertiser.class);
    private static final long RETRY_MILLIS = 1_000;

    private final EvenhandClient client;
    private final PoolId pool;
    private final StreamId node;
    private final Address address;
    private final Timers timers;
    private final Executor threads;
    private volatile boolean closed;
    private volatile boolean failing;

    /**
     * An advertiser that has not begun.
     *
     * @param client signs with the node's key; stays open
     * @param threads for calls that block
     */
    public Advertiser(
            EvenhandClient client, PoolId pool, StreamId node, Address address, Timers timers, Executor threads) {
        this.client = client;
        this.pool = pool;
        this.node = node;
        this.address = address;
        this.timers = timers;
        this.threads = threads;
    }

    /** Begins; returns at once, and tries until it is done. */
    public void start() {
        if (!closed) {
            threads.execute(this::advertise);
        }
    }

    private void advertise() {
        try {
            StreamView view = client.getStream(pool, node);
            if (view.writer().address().filter(address::equals).isEmpty()) {
                client.updateWriter(pool, node, WriterChange.ofAddress(address));
                LOG.info("{} is reached at {} from now on, says the ledger", node, address);
            }
        } catch (EvenhandException e) {
            if (!isUnknown(e)) {
                tell(e);
            }
            Timers.Timer unused = timers.after(RETRY_MILLIS, this::start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first failure of a row is worth a line, and the others of the same row are not. */
    private void tell(EvenhandException failure) {
        if (failing) {
            LOG.debug("the address of {} is not on the ledger yet: {}", node, failure.getMessage());
        } else {
            LOG.warn(
                    "the address of {} is not on the ledger yet, and is put there as soon as it can be: {}",
                    node,
                    failure.getMessage());
        }
        failing = true;
    }

    private static boolean isUnknown(EvenhandException failure) {
        return failure.refusal()
                .filter(refusal -> refusal.code() == RefusalCode.UNKNOWN_STREAM)
                .isPresent();
    }

    @Override
    public void close() {
        closed = true;
    }
}
