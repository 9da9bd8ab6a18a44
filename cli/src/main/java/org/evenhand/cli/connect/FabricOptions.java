package org.evenhand.cli.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.evenhand.cli.UserError;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a Fabric network is, and who calls it. */
final class FabricOptions {
    /** Those that make no sense for an embedded network, whose folder says it all. */
    static final List<String> NAMES = List.of("--identity", "--msp", "--peer", "--channel", "--chaincode");

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Connection profile of an organisation of any Fabric network.")
    private @Nullable Path profile;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            description = "With --profile: the caller's MSP folder, with signcerts and keystore.")
    private @Nullable Path identity;

    @Option(
            names = "--msp",
            paramLabel = "ID",
            description = "With --profile: the caller's organisation. Default: the profile's")
    private @Nullable String mspId;

    @Option(
            names = "--peer",
            paramLabel = "NAME",
            description = "With --profile: the peer to call. Default: the profile's first")
    private @Nullable String peer;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            defaultValue = "evenhand",
            description = "With --profile: the channel. Default: ${DEFAULT-VALUE}")
    private String channel = "evenhand";

    @Option(
            names = "--chaincode",
            paramLabel = "NAME",
            defaultValue = "evenhand",
            description = "With --profile: the contract's name. Default: ${DEFAULT-VALUE}")
    private String chaincode = "evenhand";

    Optional<Path> profile() {
        return Optional.ofNullable(profile);
    }

    Target target(PoolId pool) throws IOException, UserError {
        if (profile == null || !Files.isReadable(profile)) {
            throw new UserError("expected --profile to name a file that can be read, found " + profile);
        }
        if (identity == null || !Files.isDirectory(identity)) {
            throw new UserError("expected --identity to name an MSP folder, found "
                    + (identity == null ? "no such option" : identity));
        }
        MspId ofProfile = checkedProfile(profile).msp();
        if (mspId != null && !mspId.equals(ofProfile.id())) {
            throw new UserError("expected --msp to be that of the profile, " + ofProfile + ", found " + mspId);
        }
        return new Target(
                pool, ofProfile, identity, profile, Optional.ofNullable(peer), channel, chaincode, Optional.empty());
    }

    private ConnectionProfile checkedProfile(Path file) throws UserError {
        try {
            ConnectionProfile read = ConnectionProfile.read(file);
            if (peer != null) {
                read.peer(peer);
            }
            return read;
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("expected --profile to name a connection profile: " + e.getMessage());
        }
    }
}
