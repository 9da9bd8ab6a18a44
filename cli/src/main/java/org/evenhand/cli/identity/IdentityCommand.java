package org.evenhand.cli.identity;

import picocli.CommandLine.Command;

/** {@code evenhand identity}. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = "Make and look at the identities that sign.",
        subcommands = {IdentityCreateCommand.class, IdentityShowCommand.class})
public final class IdentityCommand {}
