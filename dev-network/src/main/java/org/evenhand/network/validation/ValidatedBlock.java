package org.evenhand.network.validation;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.network.config.ChannelConfig;
import org.evenhand.network.rwset.BlockUpdates;
import org.evenhand.network.rwset.ReadWriteSet;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * What became of a block's transactions.
 *
 * @param txIds the id under which the ledger lists each; empty for one that has none.
 * @param codes one per transaction.
 * @param effects the valid transactions' reads and writes, by their position.
 * @param updates the last write to each key.
 * @param config the configuration that the block brought.
 */
public record ValidatedBlock(
        List<String> txIds,
        List<TxValidationCode> codes,
        SortedMap<Integer, ReadWriteSet> effects,
        BlockUpdates updates,
        Optional<ChannelConfig> config) {
    /** Copies the collections. */
    public ValidatedBlock {
        txIds = List.copyOf(txIds);
        codes = List.copyOf(codes);
        effects = Collections.unmodifiableSortedMap(new TreeMap<>(effects));
    }

    /** The codes as the block's metadata holds them: one byte each. */
    public ByteString flags() {
        byte[] flags = new byte[codes.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = (byte) codes.get(i).getNumber();
        }
        return ByteString.copyFrom(flags);
    }
}
