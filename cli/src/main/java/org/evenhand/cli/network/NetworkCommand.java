package org.evenhand.cli.network;

import picocli.CommandLine.Command;

/** {@code evenhand network}. */
@Command(
        name = "network",
        mixinStandardHelpOptions = true,
        description = {
            "Run an embedded, Fabric-compatible network on this machine.",
            "It is one process under one administrator: its ledger is verifiable, not decentralised."
        },
        subcommands = {NetworkUpCommand.class, NetworkDownCommand.class, NetworkStatusCommand.class})
public final class NetworkCommand {}
