package org.evenhand.cli.pool;

import picocli.CommandLine.Command;

/** {@code evenhand class}. */
@Command(
        name = "class",
        mixinStandardHelpOptions = true,
        description = "Define and list the classes of a pool's tasks.",
        subcommands = {ClassDefineCommand.class, ClassListCommand.class})
public final class ClassCommand {}
