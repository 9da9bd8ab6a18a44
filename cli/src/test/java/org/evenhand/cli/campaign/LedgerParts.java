package org.evenhand.cli.campaign;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;

/** Which part of a ledger each byte of a block file belongs to. */
final class LedgerParts {
    private static final int HEADER = 1;
    private static final int DATA = 2;
    private static final int METADATA = 3;
    private static final int PAYLOAD = 1;

    private final TreeMap<String, List<Integer>> positions = new TreeMap<>();
    private final byte[] file;

    private LedgerParts(byte[] file) {
        this.file = file;
    }

    /** The positions of a block file's bytes, by the part that they belong to. Every byte is in one part at least. */
    static Map<String, List<Integer>> of(byte[] file) throws IOException {
        LedgerParts parts = new LedgerParts(file);
        int at = 0;
        int block = 0;
        int last = at;
        while (at < file.length) {
            last = at;
            CodedInputStream in = CodedInputStream.newInstance(file, at, file.length - at);
            int length = in.readRawVarint32();
            int start = at + in.getTotalBytesRead();
            parts.add("length of a block", at, start);
            parts.block(block++, start, start + length);
            at = start + length;
        }
        parts.add("last block", last, file.length);
        parts.positions.values().removeIf(List::isEmpty);
        return parts.positions;
    }

    private void add(String part, int from, int to) {
        List<Integer> list = positions.computeIfAbsent(part, absent -> new ArrayList<>());
        for (int position = from; position < to; position++) {
            list.add(position);
        }
    }

    private interface Field {
        void at(int number, int tagStart, int start, int end) throws IOException;
    }

    /** Hands over each field of a message: where its tag, its content and the next field begin. */
    private void fields(int from, int to, Field each) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(file, from, to - from);
        while (!in.isAtEnd()) {
            int tagStart = from + in.getTotalBytesRead();
            int tag = in.readTag();
            int start = from + in.getTotalBytesRead();
            if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int length = in.readRawVarint32();
                start = from + in.getTotalBytesRead();
                in.skipRawBytes(length);
            } else {
                in.skipField(tag);
            }
            each.at(WireFormat.getTagFieldNumber(tag), tagStart, start, from + in.getTotalBytesRead());
        }
    }

    private void block(int number, int from, int to) throws IOException {
        ByteString flags = Block.parseFrom(ByteString.copyFrom(file, from, to - from))
                .getMetadata()
                .getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE);
        fields(from, to, (field, tagStart, start, end) -> {
            add("tags and lengths in a block", tagStart, start);
            if (field == HEADER) {
                add("header", start, end);
            } else if (field == DATA) {
                envelopes(number, flags, start, end);
            } else if (field == METADATA) {
                metadata(start, end);
            }
        });
    }

    private void envelopes(int block, ByteString flags, int from, int to) throws IOException {
        int[] index = {0};
        fields(from, to, (field, tagStart, start, end) -> {
            add("tags and lengths in a block", tagStart, start);
            String what = flags.byteAt(index[0]++) == 0 ? name(block) : "rejected transaction";
            fields(start, end, (part, partTag, partStart, partEnd) -> {
                add("tags and lengths in an envelope", partTag, partStart);
                add(part == PAYLOAD ? what : "signature of an envelope", partStart, partEnd);
            });
        });
    }

    private static String name(int block) {
        return switch (block) {
            case 0 -> "configuration";
            case 1 -> "definition of the contract";
            default -> "transaction";
        };
    }

    private void metadata(int from, int to) throws IOException {
        int[] slot = {0};
        fields(from, to, (field, tagStart, start, end) -> {
            add("tags and lengths of metadata", tagStart, start);
            add("metadata " + BlockMetadataIndex.forNumber(slot[0]++), start, end);
        });
    }
}
