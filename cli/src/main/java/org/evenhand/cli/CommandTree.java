package org.evenhand.cli;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.evenhand.cli.audit.AuditCommand;
import org.evenhand.cli.bench.BenchCommand;
import org.evenhand.cli.config.ConfigCommand;
import org.evenhand.cli.config.Settings;
import org.evenhand.cli.demo.DemoCommand;
import org.evenhand.cli.identity.IdentityCommand;
import org.evenhand.cli.network.NetworkCommand;
import org.evenhand.cli.network.SelfCheckCommand;
import org.evenhand.cli.node.NodeCommand;
import org.evenhand.cli.pool.ClassCommand;
import org.evenhand.cli.pool.PoolCommand;
import org.evenhand.cli.pool.RoundCommand;
import org.evenhand.cli.pool.StatusCommand;
import org.evenhand.cli.pool.WatchCommand;
import org.evenhand.cli.replay.ReplayCommand;
import org.evenhand.cli.soak.SoakCommand;
import org.evenhand.cli.task.CancelCommand;
import org.evenhand.cli.task.ReprioritiseCommand;
import org.evenhand.cli.task.TaskCommand;
import org.evenhand.cli.work.ResultsCommand;
import org.evenhand.cli.work.SubmitCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * The commands. A call needs one of them, and reading how the others are put together takes longer than most of them
 * run: so the tree can also be made with one branch.
 */
public final class CommandTree {
    private static final int HELP_WIDTH = 100;
    private static final int HELP_OPTIONS_WIDTH = 30;

    /** By the word that calls them, in the order in which the help lists them. */
    private static final Map<String, Class<?>> BRANCHES = branches();

    /** What is answered without any of them. */
    private static final Set<String> OUTLINE = Set.of("", "-h", "--help", "-V", "--version");

    private CommandTree() {}

    private static Map<String, Class<?>> branches() {
        Map<String, Class<?>> branches = new LinkedHashMap<>();
        branches.put("demo", DemoCommand.class);
        branches.put("network", NetworkCommand.class);
        branches.put("pool", PoolCommand.class);
        branches.put("class", ClassCommand.class);
        branches.put("node", NodeCommand.class);
        branches.put("submit", SubmitCommand.class);
        branches.put("results", ResultsCommand.class);
        branches.put("cancel", CancelCommand.class);
        branches.put("reprioritise", ReprioritiseCommand.class);
        branches.put("task", TaskCommand.class);
        branches.put("round", RoundCommand.class);
        branches.put("status", StatusCommand.class);
        branches.put("watch", WatchCommand.class);
        branches.put("audit", AuditCommand.class);
        branches.put("bench", BenchCommand.class);
        branches.put("replay", ReplayCommand.class);
        branches.put("soak", SoakCommand.class);
        branches.put("identity", IdentityCommand.class);
        branches.put("config", ConfigCommand.class);
        branches.put("completion", CompletionCommand.class);
        branches.put("self-check", SelfCheckCommand.class);
        return Collections.unmodifiableMap(branches);
    }

    /** Every command. */
    public static CommandLine whole(Settings settings) {
        CommandLine root = root();
        BRANCHES.values().forEach(root::addSubcommand);
        root.addSubcommand(new HelpCommand());
        return configured(root, settings);
    }

    /** The command that a command line calls, or every command if it calls none that there is. */
    static CommandLine towards(List<String> arguments, Settings settings) {
        String word = arguments.isEmpty() ? "" : arguments.get(0);
        if (OUTLINE.contains(word)) {
            return configured(outline(), settings);
        }
        Class<?> branch = BRANCHES.get(word);
        return branch == null ? whole(settings) : configured(root().addSubcommand(branch), settings);
    }

    /** The commands with what their help says of them, and nothing below: all that the command's own help needs. */
    private static CommandLine outline() {
        CommandLine root = root();
        BRANCHES.forEach((word, type) -> {
            Command annotation = Objects.requireNonNull(type.getAnnotation(Command.class));
            CommandSpec spec = CommandSpec.create();
            spec.usageMessage().description(annotation.description()).hidden(annotation.hidden());
            root.addSubcommand(word, spec);
        });
        root.addSubcommand(new HelpCommand());
        return root;
    }

    /** The file of settings is read before anything is parsed; the option stands here for the parser and the help. */
    private static CommandLine root() {
        CommandLine root = new CommandLine(new EvenhandCommand());
        root.getCommandSpec()
                .addOption(OptionSpec.builder("--config")
                        .type(Path.class)
                        .paramLabel("FILE")
                        .scopeType(ScopeType.INHERIT)
                        .description("A file with settings, a JSON object; EVENHAND_CONFIG may name one too.")
                        .build());
        return root;
    }

    private static CommandLine configured(CommandLine root, Settings settings) {
        stopAtCommand(root);
        tellExitCodes(root);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(settings)
                .setExecutionExceptionHandler(Failures::report)
                .setParameterExceptionHandler(new UsageErrors(settings)::report)
                .setUsageHelpLongOptionsMaxWidth(HELP_OPTIONS_WIDTH)
                .setUsageHelpWidth(HELP_WIDTH);
    }

    private static void tellExitCodes(CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            command.getCommandSpec()
                    .usageMessage()
                    .exitCodeListHeading("%nExit codes:%n")
                    .exitCodeList(ExitCode.described());
        }
        command.getSubcommands().values().forEach(CommandTree::tellExitCodes);
    }

    /** What follows the command that {@code config print} is asked about are that command's options. */
    private static void stopAtCommand(CommandLine root) {
        CommandLine config = root.getSubcommands().get("config");
        CommandLine print = config == null ? null : config.getSubcommands().get("print");
        if (print != null) {
            print.setStopAtPositional(true);
        }
    }
}
