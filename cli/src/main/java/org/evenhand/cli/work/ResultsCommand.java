package org.evenhand.cli.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Folders;
import org.evenhand.cli.Refusals;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.OwnStream;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.work.SubmissionFact;
import org.evenhand.client.work.SubmissionFollower;
import org.evenhand.client.work.SubmissionProgress;
import org.evenhand.core.contract.EntryLocation;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.contract.SubmissionView;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.node.ledger.LedgerException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evenhand results}. */
@Command(
        name = "results",
        mixinStandardHelpOptions = true,
        description = {
            "Fetch what the tasks of a submission made, from the nodes that made it, and check it against the digests"
                    + " that the ledger settled.",
            "Writes one file for each output: INDEX-INPUT.OUTPUT, such as 0-letter.txt.stdout."
        },
        footer = {"", "Example:  evenhand results --data my-network Org1MSP.client/2.0 --to counts"})
public final class ResultsCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The stream that asks: one that is on the ledger. Default: the one that submitted")
    private @Nullable String name;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "A new or empty folder for the files.")
    private Path to = Path.of(".");

    @Option(names = "--wait", description = "Wait until all tasks have ended.")
    private boolean wait;

    @Parameters(paramLabel = "SUBMISSION", description = "Its id, such as Org1MSP.client/2.0.")
    private String submission = "";

    @Override
    public Integer call()
            throws IOException, UserError, EvenhandException, LedgerException, ExecutionException,
                    InterruptedException {
        SubmissionId id = id();
        try (OwnStream own = connection.openOwn(name == null ? id.stream().name() : name);
                Helpers helpers = Helpers.open(own.opened(), own.stream())) {
            requireOver(own, id);
            AtomicReference<Digest> payload = new AtomicReference<>();
            try (SubmissionFollower follower =
                    SubmissionFollower.open(own.client(), own.pool(), id, fact -> note(fact, payload))) {
                SubmissionProgress end = follower.over().get();
                if (end.rejection().isPresent()) {
                    throw new UserError("expected a submission that the pool took, found " + id + ", which it did not: "
                            + end.rejection().get());
                }
                Folders.requireNew(to);
                Download download = new Download(helpers, id, to);
                download.nameAfterInputs(Optional.ofNullable(payload.get()));
                for (TaskFact.Finished finished : follower.results()) {
                    download.fetch(finished);
                }
                return report(download, end);
            }
        }
    }

    private SubmissionId id() throws UserError {
        try {
            return SubmissionId.parse(submission);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected a submission such as Org1MSP.client/2.0, found " + submission);
        }
    }

    private static void note(SubmissionFact fact, AtomicReference<Digest> payload) {
        if (fact.fact() instanceof TaskFact.Queued queued) {
            payload.set(queued.fragment().terms().payload());
        }
    }

    private void requireOver(OwnStream own, SubmissionId id) throws EvenhandException, UserError, InterruptedException {
        try {
            EntryLocation unused = own.client().getEntry(own.pool(), id.stream(), id.sequence());
        } catch (EvenhandException e) {
            if (Refusals.is(e, RefusalCode.ENTRY_NOT_COMMITTED) || Refusals.is(e, RefusalCode.UNKNOWN_STREAM)) {
                throw new UserError("expected a submission of pool " + own.pool() + ", found " + id
                        + ", which is not on the ledger");
            }
            throw e;
        }
        SubmissionView view = own.client().getSubmission(own.pool(), id);
        boolean open = !view.taken()
                || !view.waiting().isEmpty()
                || !view.outstanding().isEmpty();
        if (open && !wait) {
            throw new UserError("expected all tasks of " + id + " to have ended, found some that have not: wait for"
                    + " them with --wait");
        }
    }

    private int report(Download download, SubmissionProgress end) {
        List<String> text = new ArrayList<>();
        text.add(download.tasks() + " tasks: " + download.files() + " files with " + download.bytes() + " bytes in "
                + to);
        long others = end.submitted() - end.finished();
        if (others > 0) {
            text.add(others + " tasks did not end well, and have no results");
        }
        download.missing()
                .forEach(missing ->
                        text.add(missing.range() + " of " + missing.node() + " is missing: " + missing.reason()));
        output.result(
                Json.object()
                        .put("submission", submission)
                        .put("to", to.toString())
                        .put("tasks", download.tasks())
                        .put("files", download.files())
                        .put("bytes", download.bytes())
                        .putUnlessZero("failed", others)
                        .putUnlessEmpty(
                                "missing",
                                download.missing().stream()
                                        .map(Download.Missing::toJson)
                                        .toList())
                        .build(),
                text);
        return download.missing().isEmpty() ? ExitCode.OK.number() : ExitCode.INCOMPLETE.number();
    }
}
