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
import picocli.CommandLine.Model.OptionSpec;

/** The {@code evenhand} command. */
public final class Main {
    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger FABRIC = Logger.getLogger("org.hyperledger.fabric");

    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private static final Set<String> HELP_OPTIONS = Set.of("--help", "-h", "--version", "-V");

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
        CommandLine command;
        try {
            Settings settings = asksForHelp(arguments) ? Settings.NONE : Settings.of(environment, arguments);
            command = CommandTree.towards(arguments, settings);
            settings.requireKnown(command, () -> CommandTree.whole(Settings.NONE));
        } catch (UserError e) {
            return Failures.report(e, err);
        }
        return command.setOut(out).setErr(err).execute(arguments.toArray(String[]::new));
    }

    /** Who asks what to do gets an answer even if a setting is wrong; a value that looks like a question is none. */
    private static boolean asksForHelp(List<String> arguments) {
        if (!arguments.isEmpty() && arguments.get(0).equals("help")) {
            return true;
        }
        List<String> parsed =
                arguments.stream().takeWhile(word -> !word.equals("--")).toList();
        if (parsed.stream().noneMatch(HELP_OPTIONS::contains)) {
            return false;
        }
        CommandLine command = CommandTree.towards(arguments, Settings.NONE);
        boolean isValue = false;
        for (String word : parsed) {
            if (!isValue && HELP_OPTIONS.contains(word)) {
                return true;
            }
            isValue = !isValue && takesValue(command, word);
            command = command.getSubcommands().getOrDefault(word, command);
        }
        return false;
    }

    private static boolean takesValue(CommandLine command, String word) {
        OptionSpec option = word.startsWith("-") ? command.getCommandSpec().findOption(word) : null;
        return option != null && option.arity().min() > 0;
    }
}
