package org.evenhand.node.content;

import java.util.List;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.TaskRange;

/**
 * What a range of tasks made. The digest of its canonical bytes is what a node reports, and a round settles, as the
 * range's result. A round may settle parts of a range: each names the manifest of the whole.
 *
 * @param payload what the tasks worked on
 * @param range the tasks
 * @param tasks digests of their result documents, in the order of their indices
 */
public record ResultManifest(Digest payload, TaskRange range, List<Digest> tasks) {
    /** Bytes of a manifest: a range of so many tasks is reported in parts. */
    public static final int BYTES_MAX = 64 * 1024 * 1024;

    private static final String FORMAT = "evenhand-results-1";

    public ResultManifest {
        tasks = List.copyOf(tasks);
        if (tasks.size() != range.size()) {
            throw new IllegalArgumentException("expected " + range.size() + " results, found " + tasks.size());
        }
    }

    public static ResultManifest fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("result manifest", CanonicalJson.read(bytes));
        Formats.require(reader, FORMAT);
        Digest payload = reader.text("payload", Digest::new);
        TaskRange range = TaskRange.fromJson(reader.required("range"));
        List<Digest> tasks = reader.list("tasks", Limits.TASKS_PER_SUBMISSION_MAX, ResultManifest::digest);
        reader.end();
        if (tasks.size() != range.size()) {
            throw new MalformedException("expected as many tasks as " + range + " has, found " + tasks.size());
        }
        return new ResultManifest(payload, range, tasks);
    }

    private static Digest digest(Json value) throws MalformedException {
        if (value instanceof Json.Str text) {
            try {
                return new Digest(text.value());
            } catch (IllegalArgumentException e) {
                throw new MalformedException("expected a digest: " + e.getMessage());
            }
        }
        throw new MalformedException("expected a digest");
    }

    public byte[] toBytes() {
        return CanonicalJson.write(Json.object()
                .put("format", FORMAT)
                .put("payload", payload.hex())
                .put("range", range.toString())
                .put("tasks", Json.of(tasks.stream().map(Digest::toJson).toList()))
                .build());
    }

    /** The result document of a task of the range. */
    public Digest of(long index) {
        return tasks.get((int) (index - range.from()));
    }
}
