package org.evenhand.network.ledger;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.evenhand.network.config.ChannelConfig;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.Envelope;

/**
 * The ledger of one channel, shared by all the peers of the embedded network. All methods may be called from any
 * thread; reads never wait for a commit.
 */
public interface Ledger extends AutoCloseable {
    /** The channel's name. */
    String channel();

    /** The number of blocks, at least 1: the genesis block is always there. */
    long height();

    /** How much it holds; answers at once, however much that is. */
    LedgerSize size();

    /** The hash of the last block's header. */
    ByteString tipHash();

    /**
     * A block with its metadata.
     *
     * @throws java.util.NoSuchElementException if the ledger has no such block yet.
     */
    Block block(long number);

    /** The number of the block whose header has this hash. */
    Optional<Long> blockNumberByHash(ByteString headerHash);

    /** Where a transaction lies; of several with one id, the first. Its envelope is in the block. */
    Optional<CommittedTransaction> transaction(String txId);

    /** What became of each envelope of a block. The same block is read with {@link #block}. */
    List<CommittedTransaction> transactions(long number);

    /** The state after the last committed block. */
    StateReader snapshot();

    /** The configuration in force. */
    ChannelConfig config();

    /**
     * Makes a block of the envelopes, in this order, validates every transaction, writes the block to disk, syncs it,
     * and applies the valid ones. When it returns, nothing of it can be lost. Listeners are called before it returns.
     *
     * @throws java.io.UncheckedIOException if the block could not be made durable; the ledger then refuses every later
     *     commit.
     */
    CommittedBlock commit(List<Envelope> batch);

    /**
     * Calls the listener after each later commit, in block order, on the committing thread: it must be quick.
     *
     * @return closing it ends the calls.
     */
    Subscription onCommit(Consumer<CommittedBlock> listener);

    /** Releases the folder's lock. Blocks that were committed are already on disk. */
    @Override
    void close();

    /** A listener's registration. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
