package org.evenhand.core.contract;

import java.util.regex.Pattern;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.StreamId;

/**
 * The answer of {@code GetEntry}: where to find an entry, also one whose slot has been written again since.
 *
 * @param stream the stream
 * @param sequence the entry's number
 * @param transactionId the transaction that appended it
 * @param timeMillis that transaction's time, in milliseconds since 1970
 */
public record EntryLocation(StreamId stream, long sequence, String transactionId, long timeMillis) {
    private static final Pattern TRANSACTION_ID = Pattern.compile("[0-9a-zA-Z]{1,64}");

    public static EntryLocation fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("entry", CanonicalJson.read(bytes));
        EntryLocation location = new EntryLocation(
                reader.text("stream", StreamId::parse),
                reader.number("sequence", 1, Limits.COUNT_MAX),
                reader.text("transactionId", TRANSACTION_ID),
                reader.number("timeMillis", 0, Limits.TIME_MAX_MILLIS));
        reader.end();
        return location;
    }

    Json toJson() {
        return Json.object()
                .put("stream", stream.toString())
                .put("sequence", sequence)
                .put("transactionId", transactionId)
                .put("timeMillis", timeMillis)
                .build();
    }
}
