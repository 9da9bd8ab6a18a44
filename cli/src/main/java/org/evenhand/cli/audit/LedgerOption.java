package org.evenhand.cli.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.UserError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the blocks come from: a folder, or a peer. */
final class LedgerOption {
    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    /** One of the two. */
    static final class Source {
        @Option(
                names = "--ledger",
                paramLabel = "DIR",
                description =
                        "Folder with the ledger's blocks: an embedded network's ledger, a Fabric peer's data folder,"
                                + " or blocks as fetched with 'peer channel fetch'.")
        private @Nullable Path folder;

        @ArgGroup(exclusive = false)
        private @Nullable PeerOptions peer;
    }

    BlockSource open() throws UserError, EvidenceException {
        if (source.peer != null) {
            return source.peer.open();
        }
        Path folder = source.folder;
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UserError("expected --ledger to name a folder with blocks, found " + folder);
        }
        return BlockSources.in(folder);
    }
}
