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
import org.evenhand.client.connect.ConnectionProfile;
import org.evenhand.client.connect.PeerEndpoint;
import picocli.CommandLine.Option;

/** A live peer to take the blocks from, and who asks for them. What it delivers is judged like a file. */
final class PeerOptions {
    @Option(
            names = "--profile",
            required = true,
            paramLabel = "FILE",
            description = "Connection profile of an organisation; the blocks are taken from its first peer.")
    private Path profile = Path.of(".");

    @Option(
            names = "--identity",
            required = true,
            paramLabel = "DIR",
            description = "MSP folder of a client of that organisation, with signcerts and keystore.")
    private Path identity = Path.of(".");

    @Option(names = "--channel", defaultValue = "evenhand", description = "The channel. Default: ${DEFAULT-VALUE}")
    private String channel = "evenhand";

    BlockSource open() throws UserError {
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
