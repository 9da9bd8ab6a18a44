package org.evenhand.cli.work;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.evenhand.cli.connect.OwnStream;
import org.evenhand.cli.output.OutputOptions;
import org.evenhand.client.EvenhandException;
import org.evenhand.client.work.SubmissionFollower;
import org.evenhand.client.work.SubmissionProgress;
import org.evenhand.client.work.TaskState;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.SubmissionId;

/** Waits for a submission's last task, and says from time to time how far it is. */
final class Wait implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;
    private static final int FAILURES_SHOWN = 10;

    private final SubmissionFollower follower;
    private final SubmissionId id;
    private final OutputOptions output;

    private Wait(SubmissionFollower follower, SubmissionId id, OutputOptions output) {
        this.follower = follower;
        this.id = id;
        this.output = output;
    }

    static Wait open(OwnStream own, SubmissionId id, OutputOptions output)
            throws EvenhandException, InterruptedException {
        return new Wait(SubmissionFollower.open(own.client(), own.pool(), id, fact -> {}), id, output);
    }

    SubmissionProgress untilOver() throws ExecutionException, InterruptedException {
        CompletableFuture<SubmissionProgress> over = follower.over();
        String last = "";
        while (true) {
            try {
                return over.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                String now = words(follower.progress());
                if (!now.equals(last)) {
                    output.progress(id + ": " + now);
                    last = now;
                }
            }
        }
    }

    private static String words(SubmissionProgress progress) {
        if (progress.submitted() == 0) {
            return "no round has taken it yet";
        }
        List<String> parts = new ArrayList<>();
        for (Map.Entry<TaskState, Long> tasks : new EnumMap<>(progress.tasks()).entrySet()) {
            if (tasks.getValue() > 0) {
                parts.add(tasks.getValue() + " " + word(tasks.getKey()));
            }
        }
        return String.join(", ", parts);
    }

    private static String word(TaskState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Adds to a result how the tasks ended. */
    void report(Json.ObjectBuilder json, List<String> text) {
        SubmissionProgress progress = follower.progress();
        progress.rejection().ifPresent(reason -> {
            json.put("rejection", reason);
            text.add("the pool did not take it: " + reason);
        });
        Json.ObjectBuilder tasks = Json.object();
        progress.tasks().forEach((state, count) -> tasks.putUnlessZero(word(state), count));
        json.put("tasks", tasks.build());
        List<TaskFact.Failed> failures = follower.failures();
        json.putUnlessEmpty("failures", failures.stream().map(Wait::toJson).toList());
        if (progress.rejection().isEmpty()) {
            text.add(words(progress));
        }
        failures.stream()
                .limit(FAILURES_SHOWN)
                .forEach(failed -> text.add(failed.range() + " failed on " + failed.node() + ": " + failed.reason()));
        if (failures.size() > FAILURES_SHOWN) {
            text.add((failures.size() - FAILURES_SHOWN) + " more ranges failed; --json names them all");
        }
    }

    private static Json toJson(TaskFact.Failed failed) {
        return Json.object()
                .put("range", failed.range().toString())
                .put("node", failed.node().toString())
                .put("reason", failed.reason())
                .build();
    }

    @Override
    public void close() {
        follower.close();
    }
}
