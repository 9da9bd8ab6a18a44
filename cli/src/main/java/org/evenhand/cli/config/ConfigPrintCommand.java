package org.evenhand.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.evenhand.cli.CommandTree;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.cli.output.Table;
import org.evenhand.core.json.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code evenhand config print}. */
@Command(
        name = "print",
        mixinStandardHelpOptions = true,
        description = {
            "Print every setting of a command as it would be if the command were run now, and where it comes from: a"
                    + " flag, the environment, the file of --config, or the default.",
            "What names a key or is a password is not printed, and no file that an option names is read."
        },
        footer = {
            "",
            "Examples:",
            "  evenhand config print node run",
            "  evenhand --config node.json config print node run --cpu 2000"
        })
final class ConfigPrintCommand implements Callable<Integer> {
    private static final String REDACTED = "(redacted)";

    /** How picocli writes an option that has no value. */
    private static final Set<String> NOTHING = Set.of("", "null", "[]", "{}");

    @Spec
    private CommandSpec self = CommandSpec.create();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The command, such as 'node run', and any of its options.")
    private List<String> words = List.of();

    /** One option of the command. */
    private record Setting(String key, Optional<String> value, Source source) {}

    @Override
    public Integer call() throws UserError {
        Settings settings =
                self.commandLine().getDefaultValueProvider() instanceof Settings given ? given : Settings.NONE;
        CommandLine root = CommandTree.whole(settings)
                .setOut(self.commandLine().getOut())
                .setErr(self.commandLine().getErr());
        List<Setting> found = settings(parsed(root), settings);
        output.result(toJson(found), toText(found));
        return ExitCode.OK.number();
    }

    /** The command that the words name, with the options that they give it. */
    private ParseResult parsed(CommandLine root) throws UserError {
        CommandLine command = root;
        for (String word : words) {
            CommandLine below = command.getSubcommands().get(word);
            if (below == null) {
                break;
            }
            command = below;
            command.getCommandSpec().parser().collectErrors(true);
        }
        if (command == root || !command.getSubcommands().isEmpty()) {
            throw new UserError("expected a command and, where it has them, one of its own; found '"
                    + String.join(" ", words) + "'");
        }
        ParseResult last = root.parseArgs(words.toArray(String[]::new));
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        for (Exception error : last.errors()) {
            // What is missing is shown as missing: this is where people look for it.
            if (error instanceof ParameterException wrong && !(error instanceof MissingParameterException)) {
                throw wrong;
            }
        }
        return last;
    }

    private static List<Setting> settings(ParseResult parsed, Settings settings) {
        List<Setting> found = new ArrayList<>();
        for (OptionSpec option : parsed.commandSpec().options()) {
            SettingName.of(option).ifPresent(name -> {
                boolean flag = parsed.hasMatchedOption(option);
                Optional<String> value = flag
                        ? Optional.of(String.join(",", option.originalStringValues()))
                        : Optional.ofNullable(option.defaultValueString()).filter(text -> !NOTHING.contains(text));
                found.add(new Setting(
                        name.key(),
                        name.isSecret() ? value.map(text -> REDACTED) : value,
                        flag ? Source.FLAG : settings.source(option)));
            });
        }
        found.sort((one, other) -> one.key().compareTo(other.key()));
        return found;
    }

    private static List<String> toText(List<Setting> settings) {
        Table table = Table.ofText("setting", "value", "source");
        settings.forEach(setting -> table.row(
                setting.key(), setting.value().orElse("-"), setting.source().word()));
        return table.lines();
    }

    private static Json.Obj toJson(List<Setting> settings) {
        Json.ObjectBuilder all = Json.object();
        settings.forEach(setting -> {
            Json.ObjectBuilder one =
                    Json.object().put("source", setting.source().word());
            setting.value().ifPresent(value -> one.put("value", value));
            all.put(setting.key(), one.build());
        });
        return all.build();
    }
}
