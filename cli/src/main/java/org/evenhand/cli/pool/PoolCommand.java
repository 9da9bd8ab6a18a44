package org.evenhand.cli.pool;

import picocli.CommandLine.Command;

/** {@code evenhand pool}. */
@Command(
        name = "pool",
        mixinStandardHelpOptions = true,
        description = "Found a pool, and change what its members have agreed on.",
        subcommands = {PoolCreateCommand.class, PoolPolicyCommand.class, PoolApproveCommand.class})
public final class PoolCommand {}
