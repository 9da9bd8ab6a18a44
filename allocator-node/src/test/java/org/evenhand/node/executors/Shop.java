package org.evenhand.node.executors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.ClassName;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskClass;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.InputManifest;
import org.evenhand.node.content.InputManifest.Input;
import org.evenhand.node.content.Inputs;
import org.evenhand.node.content.ResultDocument;
import org.evenhand.node.content.ResultManifest;
import org.evenhand.node.content.StoreLimits;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.Execution;
import org.evenhand.node.execution.Progress;
import org.evenhand.node.time.ManualTimers;

/** An executor with a list, and a store that has what tasks work on. */
final class Shop implements AutoCloseable {
    static final SubmissionId WORK = SubmissionId.parse("Org1MSP.client/1.0");
    static final TaskClass WORDS =
            new TaskClass(new ClassName("words"), Resources.of(100, 16, 0, 0).with("gpu", 1), 3, 100, true, 3);

    final Path folder;
    final ContentStore store;
    final RoutingExecutor executor;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore progress = new Semaphore(0);

    Shop(Path folder, String list) throws IOException {
        this(folder, list, StoreLimits.DEFAULT);
    }

    Shop(Path folder, String list, StoreLimits limits) throws IOException {
        this.folder = folder;
        store = ContentStore.open(folder.resolve("content"), limits, System::currentTimeMillis);
        executor = executor(list, Inputs.of(store));
    }

    RoutingExecutor executor(String list, Inputs inputs) throws IOException {
        try {
            AllowList parsed = AllowList.fromJson(
                    CanonicalJson.read(list.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
            return new RoutingExecutor(
                    parsed,
                    new RoutingExecutor.Workshop(
                            threads,
                            Files.createDirectories(folder.resolve("scratch")),
                            store,
                            inputs,
                            new ManualTimers(),
                            1));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** A list with the class {@code words}. */
    static String command(String program, String rest) {
        return "{'classes': {'words': {'command': {'program': '" + Programs.path(program) + "'" + rest + "}}}}";
    }

    Digest payload(String... inputs) throws IOException {
        List<Input> listed = new ArrayList<>();
        for (String input : inputs) {
            byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
            listed.add(new Input("part" + listed.size() + ".txt", store.put(bytes), bytes.length));
        }
        return store.put(new InputManifest(listed).toBytes());
    }

    Execution start(Digest payload, long tasks) {
        return executor.start(new Assignment(WORK, RangeSet.of(0, tasks), 2, WORDS, payload), progress::release);
    }

    /** Runs tasks to their end, good or bad. */
    Progress run(Digest payload, long tasks) throws InterruptedException {
        Execution execution = start(payload, tasks);
        Progress all = execution.progress();
        while (ended(all) < tasks) {
            awaitProgress();
            all = sum(all, execution.progress());
        }
        return all;
    }

    void awaitProgress() throws InterruptedException {
        assertThat(progress.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    private static long ended(Progress progress) {
        return progress.finished().size()
                + progress.failed().values().stream().mapToLong(RangeSet::size).sum();
    }

    private static Progress sum(Progress one, Progress other) {
        TreeMap<String, RangeSet> failed = new TreeMap<>(one.failed());
        other.failed().forEach((reason, tasks) -> failed.merge(reason, tasks, RangeSet::add));
        return new Progress(
                one.finished().add(other.finished()),
                one.finishedMillis() + other.finishedMillis(),
                failed,
                other.running(),
                0);
    }

    /** What a task made, found as whoever fetches it would find it: from the digest on the ledger. */
    ResultDocument document(Digest payload, long tasks, long index) throws IOException {
        try {
            Digest result = executor.result(payload, TaskRange.of(WORK, 0, tasks));
            ResultManifest manifest = ResultManifest.fromBytes(store.read(result, ResultManifest.BYTES_MAX));
            return ResultDocument.fromBytes(store.read(manifest.of(index), ResultDocument.BYTES_MAX));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    String output(ResultDocument document, String name) throws IOException {
        ResultDocument.Output output = Objects.requireNonNull(document.outputs().get(name), name);
        return new String(store.read(output.digest(), 1 << 20), StandardCharsets.UTF_8);
    }

    /** Folders of tasks that are there now. */
    List<Path> taskFolders() throws IOException {
        try (Stream<Path> list = Files.list(folder.resolve("scratch").resolve("tasks"))) {
            return list.toList();
        }
    }

    @Override
    public void close() {
        executor.close();
        threads.shutdown();
        try {
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
