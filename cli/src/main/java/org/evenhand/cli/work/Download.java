package org.evenhand.cli.work;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.evenhand.core.fact.TaskFact;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.SubmissionId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.node.content.InputManifest;
import org.evenhand.node.content.ResultDocument;
import org.evenhand.node.content.ResultDocument.Output;
import org.evenhand.node.content.ResultManifest;
import org.evenhand.node.exchange.Contact;
import org.evenhand.node.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/** Fetches what tasks made, step by step from the digest on the ledger: each step is checked against the one before. */
final class Download {
    /** What common file systems allow. */
    private static final int NAME_BYTES_MAX = 255;

    private final Helpers helpers;
    private final SubmissionId submission;
    private final Path folder;
    private final List<Missing> missing = new ArrayList<>();
    private Optional<InputManifest> inputs = Optional.empty();
    private long tasks;
    private long files;
    private long bytes;

    /**
     * Results that could not be had.
     *
     * @param range the tasks
     * @param node that ran them
     * @param reason why not
     */
    record Missing(TaskRange range, StreamId node, String reason) {
        Json toJson() {
            return Json.object()
                    .put("range", range.toString())
                    .put("node", node.toString())
                    .put("reason", reason)
                    .build();
        }
    }

    Download(Helpers helpers, SubmissionId submission, Path folder) {
        this.helpers = helpers;
        this.submission = submission;
        this.folder = folder;
    }

    long tasks() {
        return tasks;
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    List<Missing> missing() {
        return List.copyOf(missing);
    }

    /** Looks for the names of inputs; without them files are called by the tasks' numbers alone. */
    void nameAfterInputs(Optional<Digest> payload) throws LedgerException, InterruptedException {
        if (payload.isEmpty() || payload.get().equals(InputManifest.NONE.digest())) {
            return;
        }
        for (Contact node : helpers.all()) {
            try {
                inputs = Optional.of(InputManifest.fromBytes(read(node, payload.get(), InputManifest.BYTES_MAX)));
                return;
            } catch (IOException | MalformedException anotherMayHaveIt) {
                // Names are a courtesy.
            }
        }
    }

    /** Fetches the results of a range. */
    void fetch(TaskFact.Finished finished) throws IOException, LedgerException, InterruptedException {
        Optional<Contact> node = helpers.find(finished.node());
        if (node.isEmpty()) {
            miss(finished, "the ledger has no address of the node");
            return;
        }
        try {
            ResultManifest manifest =
                    ResultManifest.fromBytes(read(node.get(), finished.result(), ResultManifest.BYTES_MAX));
            requireHolds(manifest, finished.range());
            for (long index = finished.range().from(); index < finished.range().to(); index++) {
                fetchTask(node.get(), index, manifest.of(index));
                tasks++;
            }
        } catch (LocalTrouble e) {
            // No node is to blame, and the next file would fare no better.
            throw e.trouble;
        } catch (MalformedException e) {
            miss(finished, "what its digest names is no result: " + e.getMessage());
        } catch (IOException e) {
            miss(finished, String.valueOf(e.getMessage()));
        }
    }

    private void miss(TaskFact.Finished finished, String reason) {
        missing.add(new Missing(finished.range(), finished.node(), reason));
    }

    private void requireHolds(ResultManifest manifest, TaskRange range) throws MalformedException {
        TaskRange whole = manifest.range();
        if (!whole.submission().equals(submission) || whole.from() > range.from() || whole.to() < range.to()) {
            throw new MalformedException("expected the results of " + range + ", found those of " + whole);
        }
    }

    private void fetchTask(Contact node, long index, Digest digest)
            throws IOException, MalformedException, InterruptedException {
        ResultDocument document = ResultDocument.fromBytes(read(node, digest, ResultDocument.BYTES_MAX));
        for (Map.Entry<String, Output> output : document.outputs().entrySet()) {
            Optional<String> input =
                    inputs.flatMap(manifest -> manifest.of(index)).map(InputManifest.Input::name);
            write(node, output.getValue(), folder.resolve(fileName(index, input, output.getKey())));
        }
    }

    /** What a result is called: after its input too, unless no file can have so long a name. */
    static String fileName(long index, Optional<String> input, String output) {
        String alone = index + "." + output;
        return input.map(name -> index + "-" + name + "." + output)
                .filter(name -> name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX)
                .orElse(alone);
    }

    /** A file appears when it is whole and right. */
    private void write(Contact node, Output output, Path file) throws IOException, InterruptedException {
        Path part = folder.resolve(".part");
        LocalFile to = LocalFile.open(part);
        try {
            try (to) {
                require(node, output.digest(), helpers.client().fetch(node, output.digest(), to, output.bytes()));
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw new LocalTrouble(e);
        } catch (IOException e) {
            throw to.refused == null ? e : new LocalTrouble(to.refused);
        } finally {
            Files.deleteIfExists(part);
        }
        files++;
        bytes += output.bytes();
    }

    /** Remembers what the own disk refused: whoever writes to it for a node only tells that the node failed. */
    private static final class LocalFile extends FilterOutputStream {
        private volatile @Nullable IOException refused;

        private LocalFile(OutputStream file) {
            super(file);
        }

        static LocalFile open(Path path) throws LocalTrouble {
            try {
                return new LocalFile(Files.newOutputStream(path));
            } catch (IOException e) {
                throw new LocalTrouble(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                refused = e;
                throw e;
            }
        }
    }

    /** What was fetched could not be kept. */
    private static final class LocalTrouble extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException trouble;

        LocalTrouble(IOException trouble) {
            super(trouble);
            this.trouble = trouble;
        }
    }

    private byte[] read(Contact node, Digest digest, long bytesMax) throws IOException, InterruptedException {
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        require(node, digest, helpers.client().fetch(node, digest, memory, bytesMax));
        return memory.toByteArray();
    }

    private static void require(Contact node, Digest digest, boolean there) throws IOException {
        if (!there) {
            throw new IOException(
                    node.stream() + " does not have " + digest + ": its tasks make nothing, or it has given it up");
        }
    }
}
