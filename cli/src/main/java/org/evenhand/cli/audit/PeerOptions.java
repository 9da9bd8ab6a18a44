package org.evenhand.cli.audit;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.evenhand.audit.identity.ClientIdentity;
import org.evenhand.audit.peer.PeerAddress;
import org.evenhand.audit.peer.PeerBlocks;
import org.evenhand.audit.source.BlockSource;
import org.evenhand.cli.UserError;
import org.evenhand.cli.config.Settings;
import org.evenhand.cli.config.Source;
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.client.connect.PeerEndpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A live peer to take the blocks from, and who asks for them. What it delivers is judged like a file. */
final class PeerOptions {
    private static final String PROFILE = "--profile";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = PROFILE,
            paramLabel = "FILE",
            description = "Connection profile of an organisation; the blocks are taken from its first peer.")
    private @Nullable Path profile;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            description = "With --profile: MSP folder of a client of that organisation, with signcerts and keystore.")
    private @Nullable Path identity;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            defaultValue = "evenhand",
            description = "With --profile: the channel. Default: ${DEFAULT-VALUE}")
    private String channel = "evenhand";

    boolean isGiven() {
        return profile != null;
    }

    /** Whether the command line says so itself, and not a setting that is there for other commands. */
    boolean isFlag() {
        return Settings.sourceOf(command, PROFILE) == Source.FLAG;
    }

    BlockSource open() throws UserError {
        if (profile == null || identity == null) {
            throw new UserError("expected --identity to name an MSP folder, found no such option");
        }
        try {
            ConnectionProfile organisation = ConnectionProfile.read(profile);
            ClientIdentity client = ClientIdentity.read(
                    organisation.msp().id(), only(identity.resolve("signcerts")), only(identity.resolve("keystore")));
            return new PeerBlocks(address(organisation.peers().get(0)), channel, client);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("expected a connection profile and an MSP folder: " + e.getMessage());
        }
    }

    private static PeerAddress address(PeerEndpoint peer) {
        PeerEndpoint.Tls tls = peer.tls()
                .orElseThrow(
                        () -> new IllegalArgumentException(peer.name() + " has no TLS, so its blocks are not taken"));
        return new PeerAddress(
                peer.host(),
                peer.port(),
                ByteString.copyFromUtf8(tls.authorityPem()),
                tls.serverName().orElse(""));
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.sorted().toList();
            if (found.size() != 1) {
                throw new IOException("expected one file in " + folder + ", found " + found.size());
            }
            return found.get(0);
        }
    }
}
