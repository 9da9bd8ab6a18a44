package org.evenhand.node.executors;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.evenhand.core.model.Resources;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.ResultDocument;
import org.evenhand.node.content.ResultDocument.Output;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.LaneTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a program for each task, in a folder of the task's own. */
final class CommandJob implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(CommandJob.class);

    /** How often to look at a program that runs. */
    private static final long LOOK_MILLIS = 100;

    /** What a killed program gets to be gone, before its folder is deleted under it. */
    private static final long GONE_MILLIS = 5_000;

    /** How often to look whether what was left behind is gone. */
    private static final long STRAYS_MILLIS = 5;

    private static final int STDERR_BYTES_LOGGED = 1_000;
    private static final String STDOUT = "stdout";
    private static final String STDERR = "stderr";

    private final Rule.Command rule;
    private final ContentStore store;
    private final WorkFolders folders;
    private final ProcessTable table = new ProcessTable();
    private final ProcessMeter meter = new ProcessMeter(table);

    CommandJob(Rule.Command rule, ContentStore store, WorkFolders folders) {
        this.rule = rule;
        this.store = store;
        this.folders = folders;
    }

    @Override
    public Resources usage() {
        return meter.usage();
    }

    @Override
    public ResultDocument run(Assignment assignment, LaneTask task, WorkFolder folder, TaskInput input)
            throws TaskFailure, IOException, InterruptedException {
        long inputBytes = input.file().isPresent() ? Files.size(input.file().get()) : 0;
        Limits limits = new Limits(System.nanoTime(), inputBytes);
        Process process = start(assignment, task, folder, input);
        ProcessMeter.Gauge gauge =
                meter.open(process.toHandle(), assignment.taskClass().demand());
        try {
            await(process, task, folder, limits);
        } finally {
            gauge.close();
        }
        int exit = process.exitValue();
        if (exit != 0) {
            String said = lastOf(folder.file(STDERR));
            throw TaskFailure.of(
                    "exit-" + exit, rule.program() + " exited with " + exit + (said.isEmpty() ? "" : ": " + said));
        }
        return outputs(folder);
    }

    private Process start(Assignment assignment, LaneTask task, WorkFolder folder, TaskInput input)
            throws TaskFailure, IOException {
        Path work = Files.createDirectory(folder.file("work"));
        ProcessBuilder builder = new ProcessBuilder(line(assignment, task, folder, input))
                .directory(work.toFile())
                .redirectOutput(folder.file(STDOUT).toFile())
                .redirectError(folder.file(STDERR).toFile());
        if (rule.inputOnStdin()) {
            builder.redirectInput(Redirect.from(input.required().toFile()));
        }
        environment(builder.environment(), folder, work);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw TaskFailure.ofAll("program-not-started", String.valueOf(e.getMessage()));
        }
    }

    private List<String> line(Assignment assignment, LaneTask task, WorkFolder folder, TaskInput input)
            throws TaskFailure {
        TreeMap<String, String> values = new TreeMap<>();
        values.put(Template.OUTPUT, folder.file(Template.OUTPUT).toString());
        values.put(Template.INDEX, Long.toString(task.index()));
        values.put(Template.SUBMISSION, assignment.submission().toString());
        if (rule.uses(Template.INPUT)) {
            values.put(Template.INPUT, input.required().toString());
        }
        List<String> line = new ArrayList<>();
        line.add(rule.program().toString());
        rule.arguments().forEach(argument -> line.add(argument.fill(values)));
        return line;
    }

    /** What every program needs, and what the list says; nothing of the node's own. */
    private void environment(Map<String, String> variables, WorkFolder folder, Path work) {
        variables.clear();
        variables.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
        variables.put("HOME", work.toString());
        variables.put("TMPDIR", work.toString());
        variables.putAll(rule.environment());
        variables.put(WorkFolders.MARK, folder.path().toString());
    }

    /**
     * What a program's use is measured from.
     *
     * @param startNanos when it started
     * @param inputBytes what lay in its folder before it started
     */
    private record Limits(long startNanos, long inputBytes) {}

    private void await(Process process, LaneTask task, WorkFolder folder, Limits limits)
            throws TaskFailure, InterruptedException {
        CompletableFuture<Void> unused = task.stopped().thenRun(() -> table.destroy(process.toHandle()));
        List<ProcessHandle> descendants = List.of();
        boolean ended = false;
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                descendants = table.descendants(process.toHandle());
                requireWithinLimits(folder, limits);
            }
            // A program may leave others behind; they have no business here, and could still change what it made.
            descendants.forEach(ProcessHandle::destroyForcibly);
            endStrays(folder);
            requireWithinLimits(folder, limits);
            ended = !task.isStopped();
        } finally {
            if (!ended) {
                table.destroy(process.toHandle());
                descendants.forEach(ProcessHandle::destroyForcibly);
                endStrays(folder);
                boolean gone = process.waitFor(GONE_MILLIS, TimeUnit.MILLISECONDS);
                LOG.debug("{} was ended: {}", process, gone);
            }
        }
    }

    /** Until none is left: what is being ended may have started another. */
    private void endStrays(WorkFolder folder) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (folders.endStrays(folder.path()) > 0
                && System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(GONE_MILLIS)) {
            TimeUnit.MILLISECONDS.sleep(STRAYS_MILLIS);
        }
    }

    private void requireWithinLimits(WorkFolder folder, Limits limits) throws TaskFailure {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - limits.startNanos());
        if (millis > rule.timeLimitMillis() + LOOK_MILLIS) {
            throw TaskFailure.of(
                    "time-limit-exceeded", rule.program() + " ran longer than " + rule.timeLimitMillis() + " ms");
        }
        if (folder.holdsMoreThan(limits.inputBytes(), rule.outputBytesMax())) {
            throw TaskFailure.of(
                    "output-too-large", rule.program() + " wrote more than " + rule.outputBytesMax() + " bytes");
        }
    }

    private ResultDocument outputs(WorkFolder folder) throws TaskFailure, IOException {
        TreeMap<String, Output> outputs = new TreeMap<>();
        outputs.put(STDOUT, keep(folder.file(STDOUT)));
        if (rule.uses(Template.OUTPUT)) {
            Path output = folder.file(Template.OUTPUT);
            if (!Files.isRegularFile(output, LinkOption.NOFOLLOW_LINKS)) {
                throw TaskFailure.of("output-missing", rule.program() + " ended well without writing its output");
            }
            outputs.put(Template.OUTPUT, keep(output));
        }
        return new ResultDocument(ResultDocument.Kind.COMMAND, 0, outputs);
    }

    private Output keep(Path file) throws IOException {
        return new Output(store.put(file), Files.size(file));
    }

    /** The last words of a program, on one line; they are the program's own. */
    private static String lastOf(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(open.length(), STDERR_BYTES_LOGGED);
            byte[] bytes = new byte[length];
            open.seek(open.length() - length);
            open.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8)
                    .replaceAll("\\p{Cntrl}+", " ")
                    .strip();
        }
    }
}
