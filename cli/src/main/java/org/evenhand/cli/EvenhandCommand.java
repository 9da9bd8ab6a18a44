package org.evenhand.cli;

import org.evenhand.cli.audit.AuditCommand;
import org.evenhand.cli.bench.BenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

@Command(
        name = "evenhand",
        mixinStandardHelpOptions = true,
        version = "evenhand 0.1.0",
        description =
                "Allocates load over the nodes of several organisations, on a ledger that anybody entitled can verify"
                        + " and decide again.",
        subcommands = {BenchCommand.class, AuditCommand.class, HelpCommand.class},
        footer = {
            "",
            "Exit codes: 0 done, 1 something failed, 2 the command makes no sense,",
            "3 the audited ledger is not what it should be, 4 evidence is missing.",
            "",
            "Start here:  evenhand demo"
        })
final class EvenhandCommand {}
