package org.evenhand.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.evenhand.audit.source.BlockFiles;
import org.evenhand.audit.source.BlockSource;
import org.hyperledger.fabric.protos.common.Block;

/** The blocks that a real Fabric 3.1.5 peer committed; what they hold is told beside the recording. */
final class RecordedLedger {
    private RecordedLedger() {}

    static List<Block> blocks() {
        try (InputStream in = new GZIPInputStream(Objects.requireNonNull(
                RecordedLedger.class.getResourceAsStream("/recorded-fabric/blocks.delimited.gz")))) {
            List<Block> blocks = new ArrayList<>();
            for (Block block = Block.parseDelimitedFrom(in); block != null; block = Block.parseDelimitedFrom(in)) {
                blocks.add(block);
            }
            return blocks;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static BlockSource stored(Path folder, List<Block> blocks) {
        try (OutputStream out = Files.newOutputStream(folder.resolve("blockfile_000000"))) {
            for (Block block : blocks) {
                block.writeDelimitedTo(out);
            }
            return new BlockFiles(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
