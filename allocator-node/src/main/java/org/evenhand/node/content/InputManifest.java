package org.evenhand.node.content;

import java.util.List;
import java.util.Optional;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;

/**
 * What a submission's tasks work on. The digest of its canonical bytes is the submission's payload.
 *
 * @param inputs one for each task; or one that all tasks share; or none
 */
public record InputManifest(List<Input> inputs) {
    /** A submission with more inputs is several submissions. */
    public static final int INPUTS_MAX = 50_000;

    /** Bytes of a manifest: room for that many inputs with names of ordinary length. */
    public static final int BYTES_MAX = 16 * 1024 * 1024;

    /** Of tasks that work on nothing. */
    public static final InputManifest NONE = new InputManifest(List.of());

    private static final String FORMAT = "evenhand-inputs-1";

    /**
     * An input.
     *
     * @param name what its owner calls it; a file name without a folder
     * @param digest SHA-256 of its bytes
     * @param bytes how many
     */
    public record Input(String name, Digest digest, long bytes) {
        public Input {
            if (!Formats.NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("expected a file name of at most 255 characters, found " + name);
            }
        }

        static Input fromJson(Json value) throws MalformedException {
            ObjectReader reader = ObjectReader.of("input", value);
            Input input = new Input(
                    reader.text("name", Formats.NAME),
                    reader.text("digest", Digest::new),
                    reader.number("bytes", 0, Limits.COUNT_MAX));
            reader.end();
            return input;
        }

        Json toJson() {
            return Json.object()
                    .put("name", name)
                    .put("digest", digest.hex())
                    .put("bytes", bytes)
                    .build();
        }
    }

    public InputManifest {
        inputs = List.copyOf(inputs);
        if (inputs.size() > INPUTS_MAX) {
            throw new IllegalArgumentException(
                    "expected at most " + INPUTS_MAX + " inputs of one submission, found " + inputs.size());
        }
    }

    public static InputManifest fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("input manifest", CanonicalJson.read(bytes));
        Formats.require(reader, FORMAT);
        InputManifest manifest = new InputManifest(reader.list("inputs", INPUTS_MAX, Input::fromJson));
        reader.end();
        return manifest;
    }

    public byte[] toBytes() {
        return CanonicalJson.write(Json.object()
                .put("format", FORMAT)
                .put("inputs", Json.of(inputs.stream().map(Input::toJson).toList()))
                .build());
    }

    /** What a submission names as its payload. */
    public Digest digest() {
        return Digest.of(toBytes());
    }

    /** Whether all tasks work on the same. */
    public boolean isShared() {
        return inputs.size() <= 1;
    }

    /** What a task works on, if there is something. */
    public Optional<Input> of(long index) {
        if (inputs.size() == 1) {
            return Optional.of(inputs.get(0));
        }
        return index < inputs.size() ? Optional.of(inputs.get((int) index)) : Optional.empty();
    }
}
