package org.evenhand.cli.task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.OwnStream;
import org.evenhand.cli.output.Amounts;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.contract.SubmissionView;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.TaskRange;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands share that change work which has been submitted. Any stream of the organisation may. */
final class OwnWork {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "client",
            description = "The stream to write through; one of the submitter's organisation. Default: ${DEFAULT-VALUE}")
    private String name = "client";

    @Parameters(
            arity = "1..*",
            paramLabel = "TASKS",
            description = "A submission such as Org1MSP.client/1.0, a task of it such as Org1MSP.client/1.0#7, or"
                    + " several such as Org1MSP.client/1.0#0-99.")
    private List<String> tasks = List.of();

    /** What is to be said of each range. */
    interface Change {
        void addTo(Entry.Builder entry, TaskRange range);
    }

    void change(String what, Change change)
            throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        List<TaskRange> ranges = new ArrayList<>();
        for (String text : tasks) {
            ranges.add(TaskNames.range(text));
        }
        if (ranges.size() > Limits.CANCELLATIONS_PER_ENTRY_MAX) {
            throw new UserError("expected at most " + Limits.CANCELLATIONS_PER_ENTRY_MAX + " ranges at once, found "
                    + ranges.size());
        }
        try (OwnStream own = connection.openOwn(name)) {
            Entry.Builder entry = Entry.builder();
            long open = 0;
            for (TaskRange range : ranges) {
                open += open(own, range);
                change.addTo(entry, range);
            }
            long sequence = own.append(entry.build());
            output.result(
                    Json.object()
                            .put("stream", own.stream().toString())
                            .put("sequence", sequence)
                            .put("open", open)
                            .build(),
                    List.of("asked to " + what + " " + Amounts.tasks(open) + " (entry " + sequence + " of "
                            + own.stream() + "); the next round takes it"));
        }
    }

    /** How many of the tasks have not ended. None is a mistake, and would be a rejection that nobody sees. */
    private static long open(OwnStream own, TaskRange range) throws UserError, EvenhandException, InterruptedException {
        if (!range.submission().stream().msp().equals(own.stream().msp())) {
            throw new UserError("expected tasks that " + own.stream().msp() + " submitted, found " + range);
        }
        SubmissionView view = own.client().getSubmission(own.pool(), range.submission());
        long open = view.waiting().stream()
                        .mapToLong(fragment -> overlap(fragment, range))
                        .sum()
                + view.outstanding().values().stream()
                        .flatMap(List::stream)
                        .mapToLong(fragment -> overlap(fragment, range))
                        .sum();
        if (view.taken() && open == 0) {
            throw new UserError("expected tasks that have not ended, found none in " + range);
        }
        return open;
    }

    private static long overlap(Fragment fragment, TaskRange range) {
        long from = Math.max(fragment.range().from(), range.from());
        long to = Math.min(fragment.range().to(), range.to());
        return Math.max(0, to - from);
    }
}
