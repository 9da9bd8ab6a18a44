package org.evenhand.audit;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.evenhand.audit.block.BlockHashes;
import org.evenhand.audit.source.BlockFiles;
import org.evenhand.audit.source.BlockSource;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/** The blocks that a real Fabric 3.1.5 peer committed; what they hold is told beside the recording. */
public final class RecordedLedger {
    /** The slots of a block's metadata. */
    static final int SIGNATURES = 0;

    static final int FLAGS = 2;
    static final int COMMIT_HASH = 4;

    private RecordedLedger() {}

    public static List<Block> blocks() {
        try (InputStream in = new GZIPInputStream(Objects.requireNonNull(
                RecordedLedger.class.getResourceAsStream("/recorded-fabric/blocks.delimited.gz")))) {
            List<Block> blocks = new ArrayList<>();
            for (Block block = Block.parseDelimitedFrom(in); block != null; block = Block.parseDelimitedFrom(in)) {
                blocks.add(block);
            }
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] file(List<Block> blocks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (Block block : blocks) {
                block.writeDelimitedTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static BlockSource stored(Path folder, byte[] file) {
        try {
            Files.write(folder.resolve("blockfile_000000"), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BlockFiles(folder);
    }

    /** Options that trust the recording's own first block, and no other. */
    public static AuditOptions trusting() {
        return AuditOptions.standard()
                .withGenesisHash(BlockHashes.headerHash(blocks().get(0).getHeader()));
    }

    static AuditReport audit(Path folder, byte[] file, AuditOptions options) throws InterruptedException {
        return Auditor.verify(stored(folder, file), options, AuditProgress.NONE);
    }

    static AuditReport audit(Path folder, List<Block> blocks) throws InterruptedException {
        return audit(folder, file(blocks), trusting());
    }

    static Block withMetadata(Block block, int slot, ByteString bytes) {
        return block.toBuilder()
                .setMetadata(block.getMetadata().toBuilder().setMetadata(slot, bytes))
                .build();
    }

    static Block withFlag(Block block, int index, TxValidationCode code) {
        byte[] flags = block.getMetadata().getMetadata(FLAGS).toByteArray();
        flags[index] = (byte) code.getNumber();
        return withMetadata(block, FLAGS, ByteString.copyFrom(flags));
    }

    /** Returns where the peer wrote a code: block and index. */
    static int[] firstWith(List<Block> blocks, TxValidationCode code) {
        for (int block = 0; block < blocks.size(); block++) {
            ByteString flags = blocks.get(block).getMetadata().getMetadata(FLAGS);
            for (int index = 0; index < flags.size(); index++) {
                if ((flags.byteAt(index) & 0xff) == code.getNumber()) {
                    return new int[] {block, index};
                }
            }
        }
        throw new IllegalStateException("The recording has no " + code);
    }
}
