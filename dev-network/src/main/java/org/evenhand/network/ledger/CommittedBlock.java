package org.evenhand.network.ledger;

import java.util.List;
import org.hyperledger.fabric.protos.common.Block;

/**
 * A block that is on disk and in the state.
 *
 * @param block the block with all of its metadata: signature, flags, commit hash.
 * @param transactions one entry per envelope, in the block's order.
 */
public record CommittedBlock(Block block, List<CommittedTransaction> transactions) {
    /** Copies the list, and refuses one that does not cover the block. */
    public CommittedBlock {
        transactions = List.copyOf(transactions);
        if (transactions.size() != block.getData().getDataCount()) {
            throw new IllegalArgumentException(
                    transactions.size() + " results for " + block.getData().getDataCount() + " envelopes");
        }
    }

    /** The block's number. */
    public long number() {
        return block.getHeader().getNumber();
    }
}
