package org.evenhand.cli;

import picocli.CommandLine.Command;

@Command(
        name = "evenhand",
        mixinStandardHelpOptions = true,
        version = "evenhand 0.1.0",
        description =
                "Allocates load over the nodes of several organisations, on a ledger that anybody entitled can verify"
                        + " and decide again.",
        footer = {
            "",
            "Every option may also be set in the environment (--report-soonest-millis is"
                    + " EVENHAND_REPORT_SOONEST_MILLIS) or in a file (reportSoonestMillis). A flag goes before the"
                    + " environment, that before the file, and that before the default.",
            "",
            "Exit codes: 0 done, 1 something failed, 2 the command makes no sense, 3 the audited ledger is not what it"
                    + " should be, 4 evidence is missing, 5 tasks that were waited for did not all end well.",
            "",
            "Start here:  evenhand demo"
        })
final class EvenhandCommand {}
