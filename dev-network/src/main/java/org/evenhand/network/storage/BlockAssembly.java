package org.evenhand.network.storage;

import com.google.protobuf.ByteString;
import java.util.List;
import org.evenhand.network.block.BlockHashes;
import org.evenhand.network.block.BlockSignature;
import org.evenhand.network.msp.SigningIdentity;
import org.evenhand.network.validation.ValidatedBlock;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.Metadata;

/** Puts blocks together: first the orderer's part, then what validation adds. */
final class BlockAssembly {
    private static final int METADATA_SLOTS = BlockMetadataIndex.COMMIT_HASH_VALUE + 1;

    private BlockAssembly() {}

    /** The next block as an orderer signs it. */
    static Block ordered(Tip tip, List<Envelope> batch, SigningIdentity orderer) {
        BlockData.Builder data = BlockData.newBuilder();
        batch.forEach(envelope -> data.addData(envelope.toByteString()));
        BlockData envelopes = data.build();
        BlockHeader header = BlockHeader.newBuilder()
                .setNumber(tip.height())
                .setPreviousHash(tip.headerHash())
                .setDataHash(BlockHashes.dataHash(envelopes))
                .build();
        long lastConfigBlock = tip.configInForce().blockNumber();
        Metadata lastConfig = Metadata.newBuilder()
                .setValue(LastConfig.newBuilder()
                        .setIndex(lastConfigBlock)
                        .build()
                        .toByteString())
                .build();
        BlockMetadata.Builder metadata = BlockMetadata.newBuilder();
        for (int slot = 0; slot < METADATA_SLOTS; slot++) {
            metadata.addMetadata(ByteString.EMPTY);
        }
        metadata.setMetadata(
                BlockMetadataIndex.SIGNATURES_VALUE,
                BlockSignature.sign(header, lastConfigBlock, orderer).toByteString());
        metadata.setMetadata(lastConfigSlot(), lastConfig.toByteString());
        return Block.newBuilder()
                .setHeader(header)
                .setData(envelopes)
                .setMetadata(metadata)
                .build();
    }

    /** The same block with flags and commit hash. */
    static Block validated(Block ordered, ValidatedBlock validated, ByteString commitHash) {
        BlockMetadata.Builder metadata = ordered.getMetadata().toBuilder();
        while (metadata.getMetadataCount() < METADATA_SLOTS) {
            metadata.addMetadata(ByteString.EMPTY);
        }
        metadata.setMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE, validated.flags());
        if (!commitHash.isEmpty()) {
            metadata.setMetadata(
                    BlockMetadataIndex.COMMIT_HASH_VALUE,
                    Metadata.newBuilder().setValue(commitHash).build().toByteString());
        }
        return ordered.toBuilder().setMetadata(metadata).build();
    }

    @SuppressWarnings("deprecation") // Orderers still fill the slot, and older readers still use it.
    private static int lastConfigSlot() {
        return BlockMetadataIndex.LAST_CONFIG_VALUE;
    }
}
