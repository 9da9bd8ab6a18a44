package org.evenhand.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.evenhand.cli.config.Settings;
import picocli.CommandLine;

/** The {@code evenhand} command. */
public final class Main {
    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger FABRIC = Logger.getLogger("org.hyperledger.fabric");

    private static final Logger GRPC = Logger.getLogger("io.grpc");

    /** Who asks for these asks what to do, perhaps because of a setting that is wrong. */
    private static final Set<String> HELP = Set.of("help", "--help", "-h", "--version", "-V");

    private Main() {}

    public static void main(String[] arguments) {
        quieten();
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        System.exit(run(List.of(arguments), System.getenv(), out, err));
    }

    /** The shim narrates its start and calls the end of every connection severe. */
    static void quieten() {
        FABRIC.setLevel(Level.OFF);
        GRPC.setLevel(Level.SEVERE);
    }

    /** Runs a command line, and returns its exit code. */
    static int run(List<String> arguments, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        boolean help = arguments.stream().anyMatch(HELP::contains);
        CommandLine command;
        try {
            Settings settings = help ? Settings.NONE : Settings.of(environment, arguments);
            command = CommandTree.towards(arguments, settings);
            settings.requireKnown(command, () -> CommandTree.whole(Settings.NONE));
        } catch (UserError e) {
            return Failures.report(e, err);
        }
        return command.setOut(out).setErr(err).execute(arguments.toArray(String[]::new));
    }
}
