package org.evenhand.network.storage;

import com.google.protobuf.ByteString;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.block.CommitHash;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.validation.ValidatedBlock;
import org.hyperledger.fabric.protos.common.Block;
import org.jspecify.annotations.Nullable;

/**
 * All that changes with a block, so that readers see one height.
 *
 * @param headerHash the hash of the last block's header; empty before the first.
 * @param commitHash the chained hash of all changes; empty up to the genesis block.
 * @param state the state after the last block.
 * @param config the configuration in force; null before the first block.
 */
record Tip(
        ByteString headerHash,
        ByteString commitHash,
        LedgerState state,
        @Nullable ChannelConfig config) {
    static Tip start(LedgerState.PastValues pastValues) {
        return new Tip(ByteString.EMPTY, ByteString.EMPTY, LedgerState.empty(pastValues), null);
    }

    long height() {
        return state.height();
    }

    ChannelConfig configInForce() {
        if (config == null) {
            throw new IllegalStateException("a ledger without a genesis block has no configuration");
        }
        return config;
    }

    /** The commit hash after one more block; the genesis block leaves none. */
    ByteString commitHashAfter(ValidatedBlock validated) {
        return height() == 0
                ? ByteString.EMPTY
                : CommitHash.next(validated.flags(), validated.updates().bytes(), commitHash);
    }

    Tip after(Block block, ValidatedBlock validated, ByteString newCommitHash) {
        return new Tip(
                BlockHashes.headerHash(block.getHeader()),
                newCommitHash,
                state.after(validated.updates()),
                validated.config().orElse(config));
    }
}
