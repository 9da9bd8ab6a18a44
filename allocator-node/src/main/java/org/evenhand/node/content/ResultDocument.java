package org.evenhand.node.content;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;

/**
 * What one task made. Says nothing of when and where, so that whoever runs the task again can compare.
 *
 * @param kind what ran it
 * @param code what that ended with: a program's exit code, a service's status
 * @param outputs what it made, by name
 */
public record ResultDocument(Kind kind, int code, SortedMap<String, Output> outputs) {
    public static final int BYTES_MAX = 16 * 1024;
    public static final int OUTPUTS_MAX = 16;

    private static final String FORMAT = "evenhand-result-1";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    /** What runs tasks that make something. */
    public enum Kind {
        COMMAND("exitCode"),
        HTTP("status");

        private final String field;

        Kind(String field) {
            this.field = field;
        }
    }

    /**
     * Something that a task made.
     *
     * @param digest SHA-256 of its bytes
     * @param bytes how many
     */
    public record Output(Digest digest, long bytes) {
        static Output fromJson(Json value) throws MalformedException {
            ObjectReader reader = ObjectReader.of("output", value);
            Output output = new Output(reader.text("digest", Digest::new), reader.number("bytes", 0, Limits.COUNT_MAX));
            reader.end();
            return output;
        }

        Json toJson() {
            return Json.object().put("digest", digest.hex()).put("bytes", bytes).build();
        }
    }

    public ResultDocument {
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    }

    public static ResultDocument fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("result document", CanonicalJson.read(bytes));
        Formats.require(reader, FORMAT);
        Kind kind = reader.has(Kind.COMMAND.field) ? Kind.COMMAND : Kind.HTTP;
        ResultDocument document = new ResultDocument(
                kind,
                (int) reader.number(kind.field, Integer.MIN_VALUE, Integer.MAX_VALUE),
                reader.map("outputs", OUTPUTS_MAX, ResultDocument::name, Output::fromJson));
        reader.end();
        return document;
    }

    /** Becomes part of a file's name where results are fetched to. */
    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("an output has a name of the form " + NAME + ", not " + text);
        }
        return text;
    }

    public byte[] toBytes() {
        Json.ObjectBuilder named = Json.object();
        outputs.forEach((name, output) -> named.put(name, output.toJson()));
        return CanonicalJson.write(Json.object()
                .put("format", FORMAT)
                .put(kind.field, code)
                .putUnlessEmpty("outputs", named.build())
                .build());
    }
}
