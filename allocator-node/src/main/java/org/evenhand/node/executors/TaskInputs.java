package org.evenhand.node.executors;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.MspId;
import org.evenhand.node.content.ContentException;
import org.evenhand.node.content.ContentException.Problem;
import org.evenhand.node.content.ContentStore;
import org.evenhand.node.content.InputException;
import org.evenhand.node.content.InputManifest;
import org.evenhand.node.content.InputManifest.Input;
import org.evenhand.node.content.Inputs;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.LaneTask;

/** Puts a copy of what a task works on into the task's folder. Safe for use by several threads. */
final class TaskInputs {
    private static final Digest NOTHING = InputManifest.NONE.digest();
    private static final int MANIFESTS_MAX = 16;

    /** What a program may go by; the rest of the name is the submitter's and not shown to it. */
    private static final Pattern EXTENSION = Pattern.compile(".*(\\.[A-Za-z0-9]{1,16})");

    private final ContentStore store;
    private final Inputs inputs;
    private final LinkedHashMap<Digest, InputManifest> manifests = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, InputManifest> eldest) {
            return size() > MANIFESTS_MAX;
        }
    };

    TaskInputs(ContentStore store, Inputs inputs) {
        this.store = store;
        this.inputs = inputs;
    }

    /** Waits until the task's input is there, and copies it. */
    TaskInput of(Assignment assignment, LaneTask task, WorkFolder folder)
            throws TaskFailure, IOException, InterruptedException {
        if (assignment.payload().equals(NOTHING)) {
            return TaskInput.NONE;
        }
        InputManifest manifest = manifest(assignment, task);
        Optional<Input> input = manifest.of(task.index());
        if (input.isEmpty()) {
            throw TaskFailure.of("input-missing", "the submission names no input " + task.index());
        }
        Path file = folder.file("input" + extension(input.get().name()));
        copy(input.get(), assignment, task, manifest.isShared(), file);
        return new TaskInput(Optional.of(file));
    }

    private static String extension(String name) {
        Matcher matcher = EXTENSION.matcher(name);
        return matcher.matches() ? matcher.group(1) : "";
    }

    private InputManifest manifest(Assignment assignment, LaneTask task)
            throws TaskFailure, IOException, InterruptedException {
        Digest payload = assignment.payload();
        synchronized (manifests) {
            InputManifest known = manifests.get(payload);
            if (known != null) {
                return known;
            }
        }
        // A manifest does not say how long it is; none that can be read is longer than this.
        fetch(payload, Math.min(InputManifest.BYTES_MAX, store.itemBytesMax()), assignment, task, true);
        try {
            InputManifest manifest = InputManifest.fromBytes(store.read(payload, InputManifest.BYTES_MAX));
            synchronized (manifests) {
                manifests.put(payload, manifest);
            }
            return manifest;
        } catch (MalformedException | IllegalArgumentException e) {
            throw TaskFailure.ofAll("payload-malformed", String.valueOf(e.getMessage()));
        }
    }

    private void copy(Input input, Assignment assignment, LaneTask task, boolean shared, Path file)
            throws TaskFailure, IOException, InterruptedException {
        fetch(input.digest(), input.bytes(), assignment, task, shared);
        try {
            copy(input.digest(), file);
        } catch (ContentException e) {
            // The store has given up what was damaged, or somebody else needed the room: once more from elsewhere.
            fetch(input.digest(), input.bytes(), assignment, task, shared);
            copy(input.digest(), file);
        }
    }

    private void copy(Digest digest, Path file) throws IOException {
        try (OutputStream to = Files.newOutputStream(file)) {
            store.copy(digest, to);
        }
    }

    private void fetch(Digest digest, long bytesMax, Assignment assignment, LaneTask task, boolean ofAll)
            throws TaskFailure, IOException, InterruptedException {
        MspId submitter = assignment.submission().stream().msp();
        CompletableFuture<Void> fetched = inputs.fetch(digest, bytesMax, submitter);
        try {
            CompletableFuture.anyOf(fetched, task.stopped()).get();
            if (!fetched.isDone()) {
                throw TaskFailure.of("stopped", "stopped while its input was looked for");
            }
            fetched.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause(), ofAll);
        }
    }

    private static TaskFailure failure(Throwable cause, boolean ofAll) throws IOException {
        if (cause instanceof InputException input) {
            return TaskFailure.of(input.reason(), ofAll, String.valueOf(input.getMessage()));
        }
        if (cause instanceof ContentException content && content.problem() == Problem.TOO_LARGE) {
            return TaskFailure.of("input-too-large", ofAll, String.valueOf(content.getMessage()));
        }
        if (cause instanceof IOException io) {
            throw io;
        }
        throw new IllegalStateException("looking for an input broke", cause);
    }
}
