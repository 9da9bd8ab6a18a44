package org.evenhand.core.contract;

import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.Writer;

/**
 * The answer of {@code GetStream}.
 *
 * @param stream the stream
 * @param writer whose it is
 * @param last number of its last committed entry
 * @param taken number of the last entry that rounds have taken
 */
public record StreamView(StreamId stream, Writer writer, long last, long taken) {
    public static StreamView fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("stream", CanonicalJson.read(bytes));
        StreamView view = new StreamView(
                reader.text("stream", StreamId::parse),
                Writer.fromJson(reader.required("writer")),
                reader.number("last", 0, Limits.COUNT_MAX),
                reader.number("taken", 0, Limits.COUNT_MAX));
        reader.end();
        return view;
    }

    Json toJson() {
        return Json.object()
                .put("stream", stream.toString())
                .put("writer", writer.toJson())
                .put("last", last)
                .put("taken", taken)
                .build();
    }
}
