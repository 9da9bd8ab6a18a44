package org.evenhand.cli.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.UserError;
import picocli.CommandLine.Option;

/** Where the blocks lie. */
final class LedgerOption {
    @Option(
            names = "--ledger",
            required = true,
            paramLabel = "DIR",
            description = "Folder with the ledger's blocks: an embedded network's ledger, or blocks as fetched with"
                    + " 'peer channel fetch'.")
    private Path folder = Path.of(".");

    BlockSource open() throws UserError, EvidenceException {
        if (!Files.isDirectory(folder)) {
            throw new UserError("expected --ledger to name a folder with blocks, found " + folder);
        }
        return BlockSources.in(folder);
    }
}
