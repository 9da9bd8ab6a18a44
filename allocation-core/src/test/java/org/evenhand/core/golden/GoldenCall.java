package org.evenhand.core.golden;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.evenhand.core.contract.Request;
import org.evenhand.core.json.CanonicalJson;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;
import org.evenhand.core.model.Limits;

/**
 * A call of the contract.
 *
 * @param signer organisation and name of who signs it
 * @param timeMillis the transaction's time
 * @param call the function and its arguments
 */
record GoldenCall(String signer, long timeMillis, List<String> call) {
    private static final Pattern ANY = Pattern.compile("(?s).*");

    GoldenCall {
        call = List.copyOf(call);
    }

    /** The call of a vector, whatever the vector says it comes to. */
    static GoldenCall of(String vector) throws MalformedException {
        ObjectReader reader = ObjectReader.of("vector", CanonicalJson.read(vector.getBytes(StandardCharsets.UTF_8)));
        List<String> call = reader.list("call", Integer.MAX_VALUE, value -> ((Json.Str) value).value());
        return new GoldenCall(reader.text("signer", ANY), reader.number("timeMillis", 0, Limits.TIME_MAX_MILLIS), call);
    }

    Request request() {
        return new Request(call.get(0), call.subList(1, call.size()));
    }

    void write(Json.ObjectBuilder vector) {
        vector.put("signer", signer)
                .put("timeMillis", timeMillis)
                .put("call", Json.of(call.stream().map(Json::of).toList()));
    }
}
