package org.evenhand.cli.output;

import java.io.PrintWriter;
import java.util.List;
import org.evenhand.core.json.Bytes;
import org.evenhand.core.json.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command speaks: its result on standard output, what it is doing on standard error. */
public final class OutputOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--json",
            description = "Print the result as one JSON object; nothing else goes to standard output.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing about progress.")
    private boolean quiet;

    /** Prints the result in the form that the user asked for. */
    public void result(Json.Obj asJson, List<String> asText) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(Bytes.of(asJson));
        } else {
            asText.forEach(out::println);
        }
        out.flush();
    }

    /** Says what the command is doing. */
    public void progress(String line) {
        if (!quiet) {
            PrintWriter err = command.commandLine().getErr();
            err.println(line);
            err.flush();
        }
    }
}
