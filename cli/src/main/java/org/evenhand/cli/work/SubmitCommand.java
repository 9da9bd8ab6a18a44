package org.evenhand.cli.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.Refusals;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.OwnStream;
import org.evenhand.cli.connect.Streams;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.client.work.SubmissionProgress;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Entry;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.node.content.InputManifest;
import org.evenhand.node.exchange.Contact;
import org.evenhand.node.ledger.LedgerException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evenhand submit}. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = {
            "Submit tasks of one class, with the files that they work on, if any.",
            "A file is one task, a folder one for each of its files in the order of their names, and - one that works"
                    + " on standard input. The files go to a node of the own organisation before the submission is"
                    + " committed, and from there to whichever nodes the pool chooses.",
            "Prints the submission's id; a task of it is called id#index."
        },
        footer = {
            "",
            "Examples:",
            "  evenhand submit --data my-network --class frame --count 500",
            "  evenhand submit --data my-network --class words --wait texts/",
            "  ls | evenhand submit --data my-network --class words --lines -"
        })
public final class SubmitCommand implements Callable<Integer> {
    private static final int COPIES = 2;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "client",
            description = "The stream to submit through; one process at a time. Default: ${DEFAULT-VALUE}")
    private String name = "client";

    @Option(names = "--class", required = true, paramLabel = "NAME", description = "The tasks' class.")
    private String taskClass = "";

    @Option(
            names = "--count",
            paramLabel = "N",
            description =
                    "How many tasks; if they work on a single file, all of them on the same. Default: one for each"
                            + " file, otherwise 1")
    private @Nullable Long count;

    @Option(names = "--lines", description = "Every line of every file is a task of its own.")
    private boolean lines;

    @Option(
            names = "--via",
            paramLabel = "NODE",
            description = "The node that takes the files. Default: one or two of the own organisation that answer")
    private @Nullable String via;

    @Option(names = "--priority", paramLabel = "0-9", description = "How urgent, 9 most. Default: that of the class")
    private @Nullable Integer priority;

    @Option(
            names = "--deadline",
            paramLabel = "WHEN",
            defaultValue = "",
            description = "When the tasks should have ended: a time such as 2030-01-31T12:00:00Z, or 90s, 15m, 2h from"
                    + " now. It puts them before others of their priority; none is ended for it.")
    private String deadline = "";

    @Option(
            names = "--wait",
            description = "Wait until all tasks have ended, and exit with 0 only if all of them ended well.")
    private boolean wait;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files, folders, or - for standard input.")
    private List<String> sources = new ArrayList<>();

    @Override
    public Integer call()
            throws IOException, UserError, EvenhandException, LedgerException, ExecutionException,
                    InterruptedException {
        Streams.require(name);
        try (InputSources reader = new InputSources(System.in, lines)) {
            List<LocalInput> inputs = reader.read(sources);
            InputManifest manifest =
                    new InputManifest(inputs.stream().map(LocalInput::input).toList());
            Submission submission = submission(manifest);
            try (OwnStream own = connection.openOwn(name);
                    StreamWriter writer = StreamWriter.open(own.client(), own.pool(), own.stream())) {
                requireClass(own);
                if (!inputs.isEmpty()) {
                    upload(own, writer, inputs, manifest);
                }
                return submitted(own, submit(own, writer, submission), submission.count());
            }
        }
    }

    private Submission submission(InputManifest manifest) throws UserError {
        int inputs = manifest.inputs().size();
        long tasks = count == null ? Math.max(1, inputs) : count;
        if (tasks < 1 || tasks > Limits.TASKS_PER_SUBMISSION_MAX) {
            throw new UserError("expected --count within [1, " + Limits.TASKS_PER_SUBMISSION_MAX + "], found " + tasks);
        }
        if (inputs > 1 && tasks != inputs) {
            throw new UserError("expected one task for each of the " + inputs + " files, found --count " + tasks);
        }
        if (!sources.isEmpty() && inputs == 0) {
            throw new UserError("expected something to work on, found nothing in " + sources);
        }
        if (priority != null && (priority < 0 || priority > Limits.PRIORITY_MAX)) {
            throw new UserError("expected --priority within [0, " + Limits.PRIORITY_MAX + "], found " + priority);
        }
        return new Submission(
                className(),
                tasks,
                manifest.digest(),
                priority == null ? Submission.PRIORITY_OF_CLASS : priority,
                Deadline.parse(deadline, System.currentTimeMillis()));
    }

    private ClassName className() throws UserError {
        try {
            return new ClassName(taskClass);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected --class to name a class such as frame, found " + taskClass);
        }
    }

    /** Before anything is handed to anybody. */
    private void requireClass(OwnStream own) throws EvenhandException, UserError, InterruptedException {
        List<ClassName> classes = own.client().listClasses(own.pool()).stream()
                .map(one -> one.name())
                .toList();
        if (!classes.contains(className())) {
            throw unknownClass(own, classes);
        }
    }

    private UserError unknownClass(OwnStream own, List<ClassName> classes) {
        return new UserError("expected --class to name a class of pool " + own.pool() + ", found " + taskClass
                + (classes.isEmpty() ? "; it has none yet" : "; there are " + classes));
    }

    private void upload(OwnStream own, StreamWriter writer, List<LocalInput> inputs, InputManifest manifest)
            throws IOException, UserError, LedgerException, ExecutionException, InterruptedException {
        try (Helpers helpers = Helpers.open(own.opened(), own.stream())) {
            Optional<StreamId> named = via == null
                    ? Optional.empty()
                    : Optional.of(Streams.parse(own.stream().msp(), via));
            List<Contact> candidates = helpers.candidates(named);
            if (!helpers.isRegistered()) {
                register(own, writer);
            }
            List<Contact> takers = helpers.takers(candidates, COPIES, manifest.digest());
            long bytes =
                    inputs.stream().mapToLong(input -> input.input().bytes()).sum();
            for (int i = 0; i < takers.size(); i++) {
                Contact node = takers.get(i);
                output.progress("handing " + inputs.size() + " inputs (" + bytes + " bytes) to " + node.stream());
                try {
                    new Upload(helpers, node).run(inputs, manifest);
                } catch (IOException | ExecutionException e) {
                    if (i == 0) {
                        throw e;
                    }
                    output.progress(node.stream() + " did not take them all; the others have them");
                }
            }
        }
    }

    /**
     * Nodes serve whoever is on the ledger; a new stream gets there by an entry that changes nothing. It cancels a task
     * of a submission that no stream will ever get to.
     */
    private void register(OwnStream own, StreamWriter writer) throws ExecutionException, InterruptedException {
        output.progress("registering the stream " + own.stream());
        TaskRange nothing = TaskRange.of(new SubmissionId(own.stream(), Limits.COUNT_MAX, 0), 0, 1);
        long unused =
                writer.write(Entry.builder().cancel(nothing).build()).get().sequence();
    }

    private SubmissionId submit(OwnStream own, StreamWriter writer, Submission submission)
            throws UserError, ExecutionException, InterruptedException {
        try {
            return writer.submit(submission).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EvenhandException refused && Refusals.is(refused, RefusalCode.UNKNOWN_CLASS)) {
                throw unknownClass(own, List.of());
            }
            throw e;
        }
    }

    private int submitted(OwnStream own, SubmissionId id, long tasks)
            throws EvenhandException, ExecutionException, InterruptedException {
        Json.ObjectBuilder json = Json.object().put("submission", id.toString()).put("count", tasks);
        List<String> text = new ArrayList<>();
        text.add(id + ": " + tasks + " tasks of class " + taskClass + " submitted");
        if (!wait) {
            output.result(json.build(), text);
            return ExitCode.OK.number();
        }
        output.progress(text.get(0));
        try (Wait following = Wait.open(own, id, output)) {
            SubmissionProgress end = following.untilOver();
            following.report(json, text);
            output.result(json.build(), text);
            return end.rejection().isEmpty() && end.finished() == tasks
                    ? ExitCode.OK.number()
                    : ExitCode.UNFINISHED.number();
        }
    }
}
