package org.evenhand.network.block;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.Metadata;

/** The hash that chains what blocks changed: flags and writes. It starts at block 1; the genesis block has none. */
public final class CommitHash {
    private CommitHash() {}

    /**
     * SHA-256 of varint(number of flags) ‖ flags ‖ updates ‖ previous commit hash.
     *
     * @param flags the block's validation flags, one byte per transaction.
     * @param updateBytes the deterministic form of what the block's valid transactions changed.
     * @param previous the block before's; empty for block 1.
     */
    public static ByteString next(ByteString flags, byte[] updateBytes, ByteString previous) {
        byte[] length = new byte[CodedOutputStream.computeUInt32SizeNoTag(flags.size())];
        try {
            CodedOutputStream.newInstance(length).writeUInt32NoTag(flags.size());
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size cannot overflow", e);
        }
        MessageDigest digest = BlockHashes.sha256();
        digest.update(length);
        digest.update(flags.asReadOnlyByteBuffer());
        digest.update(updateBytes);
        digest.update(previous.asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    }

    /**
     * The commit hash that a block carries; empty if it carries none.
     *
     * @throws InvalidProtocolBufferException if the slot cannot be read.
     */
    public static ByteString of(Block block) throws InvalidProtocolBufferException {
        if (block.getMetadata().getMetadataCount() <= BlockMetadataIndex.COMMIT_HASH_VALUE) {
            return ByteString.EMPTY;
        }
        return Metadata.parseFrom(block.getMetadata().getMetadata(BlockMetadataIndex.COMMIT_HASH_VALUE))
                .getValue();
    }
}
