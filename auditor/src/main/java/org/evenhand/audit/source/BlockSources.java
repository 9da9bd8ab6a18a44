package org.evenhand.audit.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds out what a folder holds. */
public final class BlockSources {
    /**
     * How deep ledger files may lie below the folder that is named: DIR/peer/ledgers/chains/channel leaves some room.
     */
    static final int SEARCH_DEPTH_MAX = 8;

    private BlockSources() {}

    /**
     * Opens a folder: the embedded network's data, a peer's block files, or blocks fetched one by one.
     *
     * @throws EvidenceException when the folder holds no ledger, or more than one
     */
    public static BlockSource in(Path folder) throws EvidenceException {
        List<Path> ledgers = foldersWithBlockFiles(folder);
        if (ledgers.size() > 1) {
            throw new EvidenceException("More than one ledger lies below " + folder + ", name one of them: " + ledgers);
        }
        if (ledgers.size() == 1) {
            return new BlockFiles(ledgers.get(0));
        }
        return new BlockFolder(folder);
    }

    private static List<Path> foldersWithBlockFiles(Path folder) throws EvidenceException {
        try (Stream<Path> files =
                Files.find(folder, SEARCH_DEPTH_MAX, (path, attributes) -> path.endsWith(BlockFiles.FIRST_FILE_NAME))) {
            return files.map(file -> file.toAbsolutePath().getParent()).sorted().toList();
        } catch (IOException e) {
            throw new EvidenceException("Cannot read " + folder, e);
        }
    }
}
