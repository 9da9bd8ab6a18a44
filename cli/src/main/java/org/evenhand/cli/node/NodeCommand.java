package org.evenhand.cli.node;

import picocli.CommandLine.Command;

/** {@code evenhand node}. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Run allocator nodes, look at them, and say what is wanted of them.",
        subcommands = {
            NodeRunCommand.class,
            NodeListCommand.class,
            NodeShowCommand.class,
            NodeRegisterCommand.class,
            NodeDrainCommand.class,
            NodeActivateCommand.class,
            NodeRetireCommand.class,
            NodeRotateKeyCommand.class
        })
public final class NodeCommand {}
