package org.evenhand.audit.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.hyperledger.fabric.protos.common.Block;

/**
 * A folder of {@code *.block} files as {@code peer channel fetch} writes them. Names are free, so the order comes from
 * the numbers in the blocks' headers; a file that is no block comes last, for the chain check to name.
 */
public final class BlockFolder implements BlockSource {
    private static final String SUFFIX = ".block";

    private final Path folder;

    public BlockFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public String description() {
        return "blocks in " + folder;
    }

    @Override
    public OptionalLong height() {
        return OptionalLong.empty();
    }

    @Override
    public BlockStream open() throws EvidenceException {
        Iterator<Path> files = numbered().iterator();
        return new BlockStream() {
            @Override
            public Optional<StoredBlock> next() throws EvidenceException {
                if (!files.hasNext()) {
                    return Optional.empty();
                }
                Path file = files.next();
                return Optional.of(new StoredBlock(read(file), String.valueOf(file.getFileName())));
            }

            @Override
            public void close() {
                // Every file is closed as soon as it is read.
            }
        };
    }

    private List<Path> numbered() throws EvidenceException {
        record Numbered(Path file, long number) {}

        List<Numbered> found = new ArrayList<>();
        for (Path file : blockFiles()) {
            found.add(new Numbered(file, number(read(file))));
        }
        if (found.isEmpty()) {
            throw new EvidenceException("No ledger files and no *.block files in " + folder);
        }
        found.sort(Comparator.comparing(Numbered::number, Long::compareUnsigned).thenComparing(Numbered::file));
        return found.stream().map(Numbered::file).toList();
    }

    private List<Path> blockFiles() throws EvidenceException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        } catch (IOException e) {
            throw new EvidenceException("Cannot read " + folder, e);
        }
    }

    private static ByteString read(Path file) throws EvidenceException {
        try {
            return ByteString.copyFrom(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new EvidenceException("Cannot read " + file, e);
        }
    }

    private static long number(ByteString bytes) {
        try {
            return Block.parseFrom(bytes).getHeader().getNumber();
        } catch (InvalidProtocolBufferException e) {
            return -1; // the largest number when compared as unsigned
        }
    }
}
