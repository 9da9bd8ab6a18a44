package org.evenhand.cli;

import java.util.concurrent.Callable;
import org.evenhand.cli.config.Settings;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evenhand completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print a script that completes commands and options in bash and zsh.",
        footer = {
            "",
            "Examples:",
            "  source <(evenhand completion)",
            "  evenhand completion > ~/.local/share/bash-completion/completions/evenhand"
        })
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec self = CommandSpec.create();

    @Override
    public Integer call() {
        self.commandLine().getOut().print(AutoComplete.bash("evenhand", CommandTree.whole(Settings.NONE)));
        self.commandLine().getOut().flush();
        return ExitCode.OK.number();
    }
}
