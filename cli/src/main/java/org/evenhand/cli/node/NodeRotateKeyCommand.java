package org.evenhand.cli.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.OwnStream;
import org.evenhand.cli.connect.Target;
import org.evenhand.cli.network.FolderNetwork;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.connect.ClientIdentity;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.WriterChange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evenhand node rotate-key}. */
@Command(
        name = "rotate-key",
        mixinStandardHelpOptions = true,
        description = {
            "Give a node another key: the ledger takes the node's entries from the new one alone.",
            "Stop the node first, and start it with its new identity. In an embedded network the new identity is made"
                    + " and takes the place of the old one, which stays beside it."
        },
        footer = {
            "",
            "Examples:",
            "  evenhand node rotate-key --data my-network Org1MSP.node-1",
            "  evenhand node rotate-key --data my-network --by-admin Org1MSP.node-1",
            "  evenhand node rotate-key --profile org1.json --identity old/msp --new-identity new/msp node-1"
        })
final class NodeRotateKeyCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--new-identity",
            paramLabel = "DIR",
            description = "MSP folder of the new identity. Default: in an embedded network, one that is made")
    private @Nullable Path newIdentity;

    @Option(names = "--by-admin", description = "The organisation's admin signs, since the old key is lost.")
    private boolean byAdmin;

    @Parameters(
            paramLabel = "NODE",
            description = "The node: its name, or with its organisation such as Org1MSP.node-1.")
    private String node = "";

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException {
        if (newIdentity != null && !Files.isDirectory(newIdentity)) {
            throw new UserError("expected --new-identity to name an MSP folder, found " + newIdentity);
        }
        try (OwnStream own = connection.openOwn(node, byAdmin)) {
            Target target = own.opened().target();
            String name = own.stream().name();
            Optional<FolderNetwork> network = newIdentity == null ? network(target) : Optional.empty();
            own.client().getStream(own.pool(), own.stream());
            Path folder = newIdentity != null ? newIdentity : network.get().newIdentity(target.msp(), name);
            Digest key = ClientIdentity.fromMsp(target.msp(), folder).key();
            own.client().updateWriter(own.pool(), own.stream(), WriterChange.ofKey(key));
            Path used = network.isPresent() ? network.get().replace(target.msp(), name, folder) : folder;
            output.result(
                    Json.object()
                            .put("node", own.stream().toString())
                            .put("key", key.hex())
                            .put("identity", used.toString())
                            .build(),
                    List.of(
                            own.stream() + " has the key " + key.hex() + " from now on",
                            "its identity lies in " + used + "; a process that has the old one is refused"));
        }
        return ExitCode.OK.number();
    }

    private static Optional<FolderNetwork> network(Target target) throws IOException, UserError {
        if (target.embedded().isEmpty()) {
            throw new UserError(
                    "expected --new-identity to name the MSP folder of the new identity, found no such" + " option");
        }
        return Optional.of(FolderNetwork.running(target.embedded().get()));
    }
}
