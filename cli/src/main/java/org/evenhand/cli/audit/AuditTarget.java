package org.evenhand.cli.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.evenhand.audit.AuditOptions;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.audit.source.BlockSources;
import org.evenhand.audit.source.EvidenceException;
import org.evenhand.cli.UserError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is audited: blocks from a folder or from a peer, and the contract in them. */
final class AuditTarget {
    @Option(
            names = "--ledger",
            paramLabel = "DIR",
            description = "Folder with the ledger's blocks: an embedded network's ledger, a Fabric peer's data folder,"
                    + " or blocks as fetched with 'peer channel fetch'.")
    private @Nullable Path folder;

    @Mixin
    private PeerOptions peer = new PeerOptions();

    @Option(
            names = "--chaincode",
            paramLabel = "NAME",
            defaultValue = "evenhand",
            description = "The contract's name. Default: ${DEFAULT-VALUE}")
    private String chaincode = "evenhand";

    AuditOptions options() {
        return AuditOptions.standard().withChaincode(chaincode);
    }

    BlockSource open() throws UserError, EvidenceException {
        if (folder == null) {
            if (peer.isGiven()) {
                return peer.open();
            }
            throw new UserError("expected --ledger (a folder with blocks), or --profile and --identity (a peer),"
                    + " found neither");
        }
        if (peer.isFlag()) {
            throw new UserError("expected --ledger (a folder with blocks) or --profile (a peer), found both");
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError("expected --ledger to name a folder with blocks, found " + folder);
        }
        return BlockSources.in(folder);
    }
}
