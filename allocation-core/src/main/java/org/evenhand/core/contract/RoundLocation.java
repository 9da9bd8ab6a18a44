package org.evenhand.core.contract;

import java.util.regex.Pattern;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;
import org.evenhand.core.model.PoolId;

/**
 * The answer of {@code GetRound}: where to find a round's record.
 *
 * @param pool the pool
 * @param round the round's number
 * @param transactionId the transaction whose event holds the record
 * @param record SHA-256 of the record
 */
public record RoundLocation(PoolId pool, long round, String transactionId, Digest record) {
    private static final Pattern TRANSACTION_ID = Pattern.compile("[0-9a-zA-Z]{1,64}");

    public static RoundLocation fromBytes(byte[] bytes) throws MalformedException {
        ObjectReader reader = ObjectReader.of("round", CanonicalJson.read(bytes));
        RoundLocation location = new RoundLocation(
                reader.text("pool", PoolId::new),
                reader.number("round", 1, Limits.COUNT_MAX),
                reader.text("transactionId", TRANSACTION_ID),
                reader.text("record", Digest::new));
        reader.end();
        return location;
    }

    Json toJson() {
        return Json.object()
                .put("pool", pool.name())
                .put("round", round)
                .put("transactionId", transactionId)
                .put("record", record.hex())
                .build();
    }
}
