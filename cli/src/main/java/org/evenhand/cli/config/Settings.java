package org.evenhand.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.evenhand.cli.UserError;
import org.evenhand.core.json.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * What options are set to besides the command line. A flag goes before the environment, that before the file, and that
 * before the default; this is the middle, so that no command needs to know of it.
 */
public final class Settings implements IDefaultValueProvider {
    /** Nothing but the defaults. */
    public static final Settings NONE = new Settings(new TreeMap<>(), null);

    private static final String CONFIG_VARIABLE = SettingName.ENVIRONMENT_PREFIX + "CONFIG";

    /** Variables that set no option: the file, what scripts/evenhand adds, and other JDKs for a test. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            CONFIG_VARIABLE,
            SettingName.ENVIRONMENT_PREFIX + "JAVA_OPTIONS",
            SettingName.ENVIRONMENT_PREFIX + "JAVA_HOMES");

    private final SortedMap<String, String> environment;
    private final @Nullable SettingsFile file;

    private Settings(SortedMap<String, String> environment, @Nullable SettingsFile file) {
        this.environment = environment;
        this.file = file;
    }

    /**
     * The settings of a process.
     *
     * @param variables the whole environment
     * @param arguments the command line, which may name a file
     * @throws UserError if the file cannot be used
     */
    public static Settings of(Map<String, String> variables, List<String> arguments) throws UserError {
        TreeMap<String, String> environment = new TreeMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(SettingName.ENVIRONMENT_PREFIX) && !OTHER_VARIABLES.contains(name)) {
                environment.put(name, value);
            }
        });
        Optional<String> named = named(arguments).or(() -> Optional.ofNullable(variables.get(CONFIG_VARIABLE)));
        return new Settings(environment, named.isEmpty() ? null : SettingsFile.read(Path.of(named.get())));
    }

    /** The file that a command line names. It must be read first: what it says counts while the rest is parsed. */
    private static Optional<String> named(List<String> arguments) {
        for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(SettingName.CONFIG + "=")) {
                return Optional.of(argument.substring(SettingName.CONFIG.length() + 1));
            }
            if (argument.equals(SettingName.CONFIG) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        try {
            return text(argument).orElse(null);
        } catch (UserError e) {
            throw new ParameterException(argument.command().commandLine(), String.valueOf(e.getMessage()));
        }
    }

    /** Where the value of an option comes from that is not on the command line. */
    Source source(ArgSpec argument) {
        Optional<SettingName> name = SettingName.of(argument);
        if (name.isPresent() && environment.containsKey(name.get().variable())) {
            return Source.ENVIRONMENT;
        }
        return name.isPresent() && isInFile(name.get()) ? Source.FILE : Source.DEFAULT;
    }

    /** Where the value of an option comes from, which is of a command that has been parsed. */
    public static Source sourceOf(CommandSpec command, String option) {
        CommandLine line = command.commandLine();
        if (line.getParseResult() != null && line.getParseResult().hasMatchedOption(option)) {
            return Source.FLAG;
        }
        return line.getDefaultValueProvider() instanceof Settings settings
                ? settings.source(command.findOption(option))
                : Source.DEFAULT;
    }

    /** The words that say which setting gave an option this value; empty if none did. */
    public String origin(ArgSpec argument, String value) {
        Optional<SettingName> name = SettingName.of(argument);
        String text = defaultValue(argument);
        if (name.isEmpty() || text == null || !text.contains(value)) {
            return "";
        }
        return switch (source(argument)) {
            case ENVIRONMENT -> " (" + name.get().variable() + ")";
            case FILE -> " (" + name.get().key() + " in " + (file == null ? "" : file.file()) + ")";
            case FLAG, DEFAULT -> "";
        };
    }

    private boolean isInFile(SettingName name) {
        return file != null && file.values().containsKey(name.key());
    }

    private Optional<String> text(ArgSpec argument) throws UserError {
        Optional<SettingName> name = SettingName.of(argument);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String variable = environment.get(name.get().variable());
        if (variable != null) {
            return Optional.of(variable);
        }
        return file != null && isInFile(name.get()) ? Optional.of(file.text(name.get(), argument)) : Optional.empty();
    }

    /**
     * Makes sure that every setting is an option's: what nobody reads was meant to be something.
     *
     * @param close the command that was called; usually it has them all
     * @param all every command, which takes longer
     * @throws UserError naming the setting and the nearest one there is
     */
    public void requireKnown(CommandLine close, Supplier<CommandLine> all) throws UserError {
        if (!unknown(names(close)).isEmpty()) {
            Collection<SettingName> every = names(all.get());
            List<String> unknown = unknown(every);
            if (!unknown.isEmpty()) {
                throw new UserError(unknown.get(0));
            }
        }
    }

    private List<String> unknown(Collection<SettingName> names) {
        List<String> unknown = new ArrayList<>();
        List<String> variables = names.stream().map(SettingName::variable).toList();
        for (String variable : environment.keySet()) {
            if (!variables.contains(variable)) {
                unknown.add("the environment sets " + variable + ", which is no setting"
                        + Nearest.suggestion(variable, variables));
            }
        }
        if (file != null) {
            List<String> keys = names.stream().map(SettingName::key).toList();
            for (String key : file.values().keySet()) {
                if (!keys.contains(key)) {
                    unknown.add(file.file() + ": " + key + " is no setting" + Nearest.suggestion(key, keys));
                }
            }
        }
        return unknown;
    }

    /** The names of all options of a command and those below it. */
    static Collection<SettingName> names(CommandLine command) {
        TreeSet<SettingName> names = new TreeSet<>();
        command.getCommandSpec().options().forEach(option -> SettingName.of(option)
                .ifPresent(names::add));
        command.getSubcommands().values().forEach(below -> names.addAll(names(below)));
        return names;
    }
}
