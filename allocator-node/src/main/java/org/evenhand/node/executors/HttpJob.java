package org.evenhand.node.executors;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.evenhand.core.model.Resources;
import org.evenhand.node.content.ContentException;
import org.evenhand.node.content.ContentException.Problem;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.ResultDocument;
import org.evenhand.node.content.ResultDocument.Output;
import org.evenhand.node.content.StreamingBody;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.LaneTask;
import org.evenhand.node.execution.ResourceSum;

/** Posts each task's input to a service; its answer is the task's result. */
final class HttpJob implements Job {
    private static final String BODY = "body";
    private static final int GOOD_MIN = 200;
    private static final int GOOD_MAX = 299;
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(10);

    private final Rule.Http rule;
    private final ContentStore store;
    private final HttpClient client;

    // Guarded by itself.
    private final ResourceSum asked = new ResourceSum();

    HttpJob(Rule.Http rule, ContentStore store, Executor threads) {
        this.rule = rule;
        this.store = store;
        // Whoever answers must not send the input on to somewhere that is not on the list.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIME_MAX)
                .executor(threads)
                .build();
    }

    /** What a service uses for a task nobody sees but the service: there counts what the class says. */
    @Override
    public Resources usage() {
        synchronized (asked) {
            return asked.toResources();
        }
    }

    private void count(Assignment assignment, long tasks) {
        synchronized (asked) {
            assignment.taskClass().demand().amounts().forEach((resource, amount) -> {
                if (Resources.isStandard(resource)) {
                    asked.add(resource, amount * tasks);
                }
            });
        }
    }

    @Override
    public ResultDocument run(Assignment assignment, LaneTask task, WorkFolder folder, TaskInput input)
            throws TaskFailure, IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(rule.url())
                .timeout(Duration.ofMillis(rule.timeLimitMillis()))
                .header("Content-Type", rule.contentType())
                .header("Evenhand-Submission", assignment.submission().toString())
                .header("Evenhand-Index", Long.toString(task.index()))
                .POST(
                        input.file().isPresent()
                                ? BodyPublishers.ofFile(input.file().get())
                                : BodyPublishers.noBody());
        Path body = folder.file(BODY);
        int status;
        count(assignment, 1);
        try (OutputStream to = Files.newOutputStream(body)) {
            status = post(request.build(), task, to);
        } finally {
            count(assignment, -1);
        }
        if (status < GOOD_MIN || status > GOOD_MAX) {
            throw TaskFailure.of("http-status-" + status, rule.url() + " answered " + status);
        }
        TreeMap<String, Output> outputs = new TreeMap<>();
        outputs.put(BODY, new Output(store.put(body), Files.size(body)));
        return new ResultDocument(ResultDocument.Kind.HTTP, status, outputs);
    }

    private int post(HttpRequest request, LaneTask task, OutputStream to) throws TaskFailure, InterruptedException {
        CompletableFuture<HttpResponse<Long>> answer =
                client.sendAsync(request, info -> new StreamingBody(to, rule.responseBytesMax()));
        CompletableFuture<Void> unused = task.stopped().thenRun(() -> answer.cancel(true));
        try {
            return answer.get(rule.timeLimitMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            throw tooLate();
        } catch (CancellationException e) {
            throw TaskFailure.of("stopped", "stopped while the service worked");
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private TaskFailure tooLate() {
        return TaskFailure.of(
                "time-limit-exceeded", rule.url() + " took longer than " + rule.timeLimitMillis() + " ms");
    }

    private TaskFailure failure(Throwable cause) {
        if (cause instanceof ContentException content && content.problem() == Problem.TOO_LARGE) {
            return TaskFailure.of(
                    "output-too-large", rule.url() + " answered more than " + rule.responseBytesMax() + " bytes");
        }
        if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
            return tooLate();
        }
        return TaskFailure.of("service-unreachable", rule.url() + " cannot be asked: " + cause);
    }
}
