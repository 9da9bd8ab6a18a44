package org.evenhand.core.model;

import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * An entry as it lies in its slot on the ledger.
 *
 * @param sequence its number in the stream, 1 or more
 * @param timeMillis time of the transaction that appended it, in milliseconds since 1970
 * @param entry what it says
 */
public record StoredEntry(long sequence, long timeMillis, Entry entry) {
    public static StoredEntry fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("stored entry", value);
        StoredEntry stored = new StoredEntry(
                reader.number("sequence", 1, Limits.COUNT_MAX),
                reader.number("timeMillis", 0, Limits.TIME_MAX_MILLIS),
                Entry.fromJson(reader.required("entry")));
        reader.end();
        return stored;
    }

    public Json toJson() {
        return Json.object()
                .put("sequence", sequence)
                .put("timeMillis", timeMillis)
                .put("entry", entry.toJson())
                .build();
    }
}
