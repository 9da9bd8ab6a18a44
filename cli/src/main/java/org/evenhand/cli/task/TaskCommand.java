package org.evenhand.cli.task;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.evenhand.cli.ExitCode;
import org.evenhand.cli.UserError;
import org.evenhand.cli.connect.Connection;
import org.evenhand.cli.connect.PoolClient;
import org.evenhand.cli.output.FactWords;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.cli.task.TaskHistory.Step;
import org.evenhand.client.EvenhandException;
import org.evenhand.core.fact.Fact;
import org.evenhand.core.fact.Facts;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.TaskRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evenhand task}. */
@Command(
        name = "task",
        mixinStandardHelpOptions = true,
        description = {
            "Tell where a task is now, or what became of it, and everything that rounds decided about it.",
            "A peer is believed here; 'audit explain' tells the same from a ledger that it verifies, and says why."
        },
        footer = {"", "Example:  evenhand task --data my-network Org1MSP.client/1.0#7"})
public final class TaskCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private Connection connection = new Connection();

    @Parameters(paramLabel = "TASK", description = "The task: submission and index, such as Org1MSP.client/1.0#7.")
    private String name = "";

    @Override
    public Integer call() throws IOException, UserError, EvenhandException, InterruptedException, ExecutionException {
        TaskRange task = TaskNames.task(name);
        try (PoolClient opened = connection.open(Connection.ADMIN)) {
            List<Step> steps = TaskHistory.read(opened.client(), opened.pool(), task);
            boolean submitted = opened.client()
                    .getSubmission(opened.pool(), task.submission())
                    .taken();
            if (steps.isEmpty() && submitted) {
                throw new UserError("expected a task of " + task.submission() + ", found index " + task.from()
                        + ": there is no such submission, or it has fewer tasks");
            }
            output.result(toJson(task, steps), toText(task, steps));
        }
        return ExitCode.OK.number();
    }

    private static Json.Obj toJson(TaskRange task, List<Step> steps) {
        List<Json> history = new ArrayList<>();
        for (Step step : steps) {
            history.add(Json.object()
                    .put("round", step.round())
                    .put("timeMillis", step.timeMillis())
                    .put("fact", Facts.toJson(step.fact()))
                    .build());
        }
        return Json.object()
                .put("task", task.submission() + "#" + task.from())
                .put("state", state(steps))
                .put("ended", new Json.Bool(!steps.isEmpty() && last(steps).isEnd()))
                .put("history", Json.of(history))
                .build();
    }

    private static List<String> toText(TaskRange task, List<Step> steps) {
        List<String> lines = new ArrayList<>();
        lines.add(task.submission() + "#" + task.from() + ": " + state(steps));
        for (Step step : steps) {
            Fact fact = step.fact();
            String what = fact instanceof TaskFact about ? FactWords.ofTask(about) : FactWords.of(fact);
            lines.add("  round " + step.round() + ", " + Instant.ofEpochMilli(step.timeMillis()) + ": " + what);
        }
        return lines;
    }

    /** Where it is, as the last fact that says so does. */
    private static String state(List<Step> steps) {
        String state = "no round has taken it yet";
        for (Step step : steps) {
            Fact fact = step.fact();
            if (fact instanceof TaskFact.Placed placed) {
                state = "on " + placed.node();
            } else if (fact instanceof TaskFact.Moved moved) {
                state = "on " + moved.to();
            } else if (fact instanceof TaskFact.Queued
                    || fact instanceof TaskFact.Recovered
                    || fact instanceof TaskFact.Requeued) {
                state = "waits for a node";
            } else if (step.isEnd()) {
                state = fact.kind().equals("item-rejected") ? "not taken by the pool" : fact.kind();
            }
        }
        return state;
    }

    private static Step last(List<Step> steps) {
        return steps.get(steps.size() - 1);
    }
}
