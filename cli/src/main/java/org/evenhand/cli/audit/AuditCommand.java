package org.evenhand.cli.audit;

import picocli.CommandLine.Command;

/** {@code evenhand audit}. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Verify a ledger from its blocks alone, and ask it why it decided as it did.",
        subcommands = {VerifyCommand.class, ExplainCommand.class})
public final class AuditCommand {}
