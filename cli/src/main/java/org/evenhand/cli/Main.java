package org.evenhand.cli;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** The {@code evenhand} command. */
public final class Main {
    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger FABRIC = Logger.getLogger("org.hyperledger.fabric");

    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private Main() {}

    public static void main(String[] arguments) {
        quieten();
        System.exit(commandLine().execute(arguments));
    }

    /** The shim narrates its start and calls the end of every connection severe. */
    static void quieten() {
        FABRIC.setLevel(Level.OFF);
        GRPC.setLevel(Level.SEVERE);
    }

    static CommandLine commandLine() {
        return new CommandLine(new EvenhandCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Failures::report)
                .setParameterExceptionHandler(UsageErrors::report)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setUsageHelpWidth(100);
    }
}
