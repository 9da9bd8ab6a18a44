package org.evenhand.cli;

import org.evenhand.cli.audit.AuditCommand;
import org.evenhand.cli.bench.BenchCommand;
import org.evenhand.cli.demo.DemoCommand;
import org.evenhand.cli.network.NetworkCommand;
import org.evenhand.cli.node.NodeCommand;
import org.evenhand.cli.pool.StatusCommand;
import org.evenhand.cli.pool.SubmitCommand;
import org.evenhand.cli.soak.SoakCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

@Command(
        name = "evenhand",
        mixinStandardHelpOptions = true,
        version = "evenhand 0.1.0",
        description =
                "Allocates load over the nodes of several organisations, on a ledger that anybody entitled can verify"
                        + " and decide again.",
        subcommands = {
            DemoCommand.class,
            NetworkCommand.class,
            NodeCommand.class,
            SubmitCommand.class,
            StatusCommand.class,
            AuditCommand.class,
            BenchCommand.class,
            SoakCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 something failed, 2 the command makes no sense,",
            "3 the audited ledger is not what it should be, 4 evidence is missing.",
            "",
            "Start here:  evenhand demo"
        })
final class EvenhandCommand {}
