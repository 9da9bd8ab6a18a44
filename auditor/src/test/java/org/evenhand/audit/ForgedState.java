package org.evenhand.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import org.evenhand.audit.block.BlockReader;
import org.evenhand.audit.block.ReadWriteSet;
import org.evenhand.audit.identity.IdentityCache;
import org.evenhand.audit.identity.SignatureProvider;
import org.evenhand.audit.source.StoredBlock;
import org.evenhand.audit.state.BlockUpdates;
import org.evenhand.audit.state.Version;
import org.evenhand.audit.state.WorldState;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.Envelope;

/** What a forged transaction does to the state. */
final class ForgedState {
    private static final SignatureProvider PROVIDER = SignatureProvider.portable();

    private ForgedState() {}

    static BlockUpdates updates(WorldState state, Envelope envelope, long block) {
        Block holder = Block.newBuilder()
                .setData(BlockData.newBuilder().addData(envelope.toByteString()))
                .build();
        try {
            ReadWriteSet readWriteSet = new BlockReader(PROVIDER, new IdentityCache(PROVIDER))
                    .read(new StoredBlock(holder.toByteString(), "a forger"))
                    .transactions()
                    .get(0)
                    .call()
                    .orElseThrow()
                    .readWriteSet();
            BlockUpdates updates = new BlockUpdates(state);
            updates.apply(readWriteSet, new Version(block, 0));
            return updates;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
