package org.evenhand.cli.task;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.model.Entry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evenhand cancel}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = {
            "Cancel tasks, wherever they are.",
            "Only the submitter's organisation may; what has ended stays as it is."
        },
        footer = {
            "",
            "Examples:",
            "  evenhand cancel --data my-network Org1MSP.client/1.0",
            "  evenhand cancel --data my-network Org1MSP.client/1.0#100-199"
        })
public final class CancelCommand implements Callable<Integer> {
    @Mixin
    private OwnWork work = new OwnWork();

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        work.change("cancel", Entry.Builder::cancel);
        return ExitCode.OK.number();
    }
}
