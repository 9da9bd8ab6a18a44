package org.evenhand.audit.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Optional;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;

/** The forms in which a record of a block file may hold its block. */
enum RecordForm {
    /** The marshalled message, as the embedded network writes it. */
    MARSHALLED {
        @Override
        Optional<ByteString> block(ByteString record) {
            try {
                return Block.parseFrom(record).hasHeader() ? Optional.of(record) : Optional.empty();
            } catch (InvalidProtocolBufferException e) {
                return Optional.empty();
            }
        }
    },

    /**
     * What Fabric's peers and orderers write ({@code common/ledger/blkstorage/block_serialization.go}): number, data
     * hash, previous hash, then the envelopes and then the metadata, both after their count; all numbers and lengths as
     * varints.
     */
    SERIALIZED {
        @Override
        Optional<ByteString> block(ByteString record) {
            try {
                CodedInputStream in = record.newCodedInput();
                BlockHeader.Builder header = BlockHeader.newBuilder()
                        .setNumber(in.readUInt64())
                        .setDataHash(in.readBytes())
                        .setPreviousHash(in.readBytes());
                BlockData.Builder data = BlockData.newBuilder();
                for (long left = count(in, record); left > 0; left--) {
                    data.addData(in.readBytes());
                }
                BlockMetadata.Builder metadata = BlockMetadata.newBuilder();
                for (long left = count(in, record); left > 0; left--) {
                    metadata.addMetadata(in.readBytes());
                }
                int previousHashBytes = header.getPreviousHash().size();
                boolean whole = in.isAtEnd()
                        && header.getDataHash().size() == HASH_BYTES
                        && (previousHashBytes == 0 || previousHashBytes == HASH_BYTES);
                return whole
                        ? Optional.of(Block.newBuilder()
                                .setHeader(header)
                                .setData(data)
                                .setMetadata(metadata)
                                .build()
                                .toByteString())
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    };

    private static final int HASH_BYTES = 32;

    /** Returns the marshalled block; nothing when the record is not of this form. */
    abstract Optional<ByteString> block(ByteString record);

    /**
     * Returns the form of a ledger's first record, which is that of all others. A marshalled block is never taken for
     * the other form: where that has a hash of 32 bytes, it has its header, which is longer.
     */
    static Optional<RecordForm> of(ByteString first) {
        if (SERIALIZED.block(first).isPresent()) {
            return Optional.of(SERIALIZED);
        }
        return MARSHALLED.block(first).isPresent() ? Optional.of(MARSHALLED) : Optional.empty();
    }

    /** Each item takes a byte at least, so that a count cannot promise more than the record holds. */
    private static long count(CodedInputStream in, ByteString record) throws IOException {
        long count = in.readUInt64();
        if (count < 0 || count > record.size()) {
            throw new InvalidProtocolBufferException("more items than bytes");
        }
        return count;
    }
}
