package org.evenhand.cli.pool;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.network.DataOption;
import org.evenhand.cli.network.RunningNetwork;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandClient;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.stream.StreamWriter;
import org.evenhand.core.contract.RefusalCode;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.MspId;
import org.evenhand.core.model.PoolId;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Submission;
import org.evenhand.core.model.SubmissionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evenhand submit}. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = {
            "Submit tasks of one class to the pool of an embedded network.",
            "Prints the submission's id once it is committed; a task of it is called id#index."
        },
        footer = {"", "Example:  evenhand submit --data my-network --class frame --count 500"})
public final class SubmitCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--org",
            paramLabel = "ORG",
            defaultValue = "Org1",
            description = "Who submits. Default: ${DEFAULT-VALUE}")
    private String organisation = "Org1";

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
            defaultValue = "1",
            description = "How many tasks. Default: ${DEFAULT-VALUE}")
    private long count;

    @Option(
            names = "--payload",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What the tasks work on; only its SHA-256 goes on the ledger.")
    private String payload = "";

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, ExecutionException, InterruptedException {
        Submission submission = submission();
        try (RunningNetwork network = RunningNetwork.in(data.folder())) {
            MspId msp = network.organisation(organisation);
            PoolId pool = network.state().pool();
            StreamId stream = stream(msp);
            try (EvenhandClient client = network.client(msp, name);
                    StreamWriter writer = StreamWriter.open(client, pool, stream)) {
                SubmissionId id = submit(writer, submission, pool);
                output.result(
                        Json.object()
                                .put("submission", id.toString())
                                .put("count", count)
                                .build(),
                        List.of(id + ": " + count + " tasks of class " + taskClass + " submitted"));
            }
        }
        return ExitCode.OK.number();
    }

    private Submission submission() throws UserError {
        if (count < 1 || count > Limits.TASKS_PER_SUBMISSION_MAX) {
            throw new UserError("expected --count within [1, " + Limits.TASKS_PER_SUBMISSION_MAX + "], found " + count);
        }
        return Submission.of(className(), count, Digest.of(payload));
    }

    private ClassName className() throws UserError {
        try {
            return new ClassName(taskClass);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected --class to name a class such as frame, found " + taskClass);
        }
    }

    private StreamId stream(MspId msp) throws UserError {
        try {
            return new StreamId(msp, name);
        } catch (IllegalArgumentException e) {
            throw new UserError("expected --name to be letters, digits and hyphens, found " + name);
        }
    }

    private SubmissionId submit(StreamWriter writer, Submission submission, PoolId pool)
            throws UserError, ExecutionException, InterruptedException {
        try {
            return writer.submit(submission).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EvenhandException refused
                    && refused.refusal()
                            .filter(refusal -> refusal.code() == RefusalCode.UNKNOWN_CLASS)
                            .isPresent()) {
                throw new UserError("expected --class to name a class of pool " + pool + ", found " + taskClass);
            }
            throw e;
        }
    }
}
