package org.evenhand.cli.config;

import picocli.CommandLine.Command;

/** {@code evenhand config}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Show where settings come from.",
        subcommands = ConfigPrintCommand.class)
public final class ConfigCommand {}
