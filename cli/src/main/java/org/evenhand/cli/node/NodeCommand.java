package org.evenhand.cli.node;

import picocli.CommandLine.Command;

/** {@code evenhand node}. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Run allocator nodes.",
        subcommands = {NodeRunCommand.class})
public final class NodeCommand {}
