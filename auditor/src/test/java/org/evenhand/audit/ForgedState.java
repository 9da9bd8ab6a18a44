package org.evenhand.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.evenhand.audit.block.BlockReader;
import org.evenhand.audit.block.Transaction;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.audit.source.StoredBlock;
import org.evenhand.audit.state.BlockUpdates;
import org.evenhand.audit.state.Version;
import org.evenhand.audit.state.WorldState;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;

/** What a forged transaction does to the state. */
final class ForgedState {
    private static final SignatureProvider PROVIDER = SignatureProvider.portable();

    private ForgedState() {}

    static BlockUpdates updates(WorldState state, BlockData data, long block) {
        Block holder = Block.newBuilder().setData(data).build();
        try {
            List<Transaction> transactions = new BlockReader(PROVIDER, new IdentityCache(PROVIDER))
                    .read(new StoredBlock(holder.toByteString(), "a forger"))
                    .transactions();
            BlockUpdates updates = new BlockUpdates(state);
            for (Transaction transaction : transactions) {
                updates.apply(transaction.call().orElseThrow().readWriteSet(), new Version(block, transaction.index()));
            }
            return updates;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
