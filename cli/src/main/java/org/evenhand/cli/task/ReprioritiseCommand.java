package org.evenhand.cli.task;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.model.Limits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand reprioritise}. */
@Command(
        name = "reprioritise",
        mixinStandardHelpOptions = true,
        description = {"Give tasks that have not ended another priority.", "Only the submitter's organisation may."},
        footer = {"", "Example:  evenhand reprioritise --data my-network --priority 9 Org1MSP.client/1.0#0-99"})
public final class ReprioritiseCommand implements Callable<Integer> {
    @Mixin
    private OwnWork work = new OwnWork();

    @Option(names = "--priority", required = true, paramLabel = "N", description = "0 (least) to 9.")
    private int priority;

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        if (priority < 0 || priority > Limits.PRIORITY_MAX) {
            throw new UserError("expected --priority within [0, " + Limits.PRIORITY_MAX + "], found " + priority);
        }
        work.change("give priority " + priority + " to", (entry, range) -> entry.reprioritise(range, priority));
        return ExitCode.OK.number();
    }
}
