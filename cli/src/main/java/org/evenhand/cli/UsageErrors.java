package org.evenhand.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.evenhand.cli.config.Settings;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a line what is wrong with a command line, and in another where to read on. */
final class UsageErrors {
    private final Settings settings;

    UsageErrors(Settings settings) {
        this.settings = settings;
    }

    int report(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        ParameterException cause = causeOf(error);
        command.getErr().println("evenhand: " + cause.getMessage() + origin(cause) + suggestion(cause));
        if (command.getSubcommands().isEmpty()) {
            command.getErr().println("evenhand: '" + name(command) + " --help' shows what it takes");
        } else {
            command.usage(command.getErr());
        }
        return ExitCode.USAGE.number();
    }

    /** Nobody looks for a mistake in the environment when it is the command line that is called wrong. */
    private String origin(ParameterException error) {
        ArgSpec argument = error.getArgSpec();
        String value = error.getValue();
        return argument == null || value == null ? "" : settings.origin(argument, value);
    }

    /** An option that is misspelt is missing under its right name: then the misspelling is the cause. */
    private static ParameterException causeOf(ParameterException error) {
        List<String> unmatched = error.getCommandLine().getUnmatchedArguments();
        return error instanceof MissingParameterException && !unmatched.isEmpty()
                ? new UnmatchedArgumentException(error.getCommandLine(), unmatched)
                : error;
    }

    private static String suggestion(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return unmatched.getSuggestions().stream()
                    .map(word -> word.startsWith("-") ? word : "'" + word + "'")
                    .collect(Collectors.joining(" or ", "; did you mean ", "?"));
        }
        return "";
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }
}
