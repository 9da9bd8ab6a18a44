package org.evenhand.core.model;

import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * The registration of a stream: whose key may append to it. Written with the stream's first entry.
 *
 * @param msp the writer's organisation
 * @param key SHA-256 of the writer's public key (SubjectPublicKeyInfo, DER)
 */
public record Writer(MspId msp, Digest key) {
    public static Writer fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("writer", value);
        Writer writer = new Writer(reader.text("msp", MspId::new), reader.text("key", Digest::new));
        reader.end();
        return writer;
    }

    public Json toJson() {
        return Json.object().put("msp", msp.id()).put("key", key.hex()).build();
    }
}
