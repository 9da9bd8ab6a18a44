package org.evenhand.cli.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.evenhand.cli.UserError;
import org.evenhand.core.model.Address;
import org.evenhand.node.NodeConfig;
import org.evenhand.node.executors.AllowList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a node lets tasks do, and where it exchanges what they work on and make. */
final class WorkOptions {
    @Option(
            names = "--executors",
            paramLabel = "FILE",
            description = "A list of what the tasks of each class may do on this node: run a program, or call a local"
                    + " service. See docs/executors.md. Without it, --executor says what all of them do.")
    private @Nullable Path executors;

    @Option(
            names = "--exchange",
            paramLabel = "HOST:PORT",
            description = "Where the node gives and takes what tasks work on and make. Default: it only fetches")
    private @Nullable String exchange;

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            description = "Where others reach that, for the ledger. Default: the address of --exchange")
    private @Nullable String advertise;

    NodeConfig.Work work() throws UserError {
        requireList();
        if (exchange == null) {
            if (advertise != null) {
                throw new UserError("expected --exchange with --advertise, found none");
            }
            return new NodeConfig.Work(Optional.ofNullable(executors), Optional.empty());
        }
        Address listen = address("--exchange", exchange);
        Optional<Address> reached =
                advertise == null ? Optional.empty() : Optional.of(address("--advertise", advertise));
        try {
            InetAddress host = InetAddress.getAllByName(listen.host())[0];
            return new NodeConfig.Work(
                    Optional.ofNullable(executors),
                    Optional.of(new NodeConfig.Exchange(new InetSocketAddress(host, listen.port()), reached)));
        } catch (UnknownHostException e) {
            throw new UserError("expected --exchange to name a host that is known here, found " + exchange);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected --advertise HOST:PORT: " + e.getMessage());
        }
    }

    /** Said before the node connects to anything. */
    private void requireList() throws UserError {
        if (executors == null) {
            return;
        }
        if (!Files.isReadable(executors)) {
            throw new UserError("expected --executors to name a file that can be read, found " + executors);
        }
        try {
            AllowList unused = AllowList.read(executors);
        } catch (IOException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private static Address address(String option, String text) throws UserError {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected " + option + " HOST:PORT, found " + text);
        }
    }
}
