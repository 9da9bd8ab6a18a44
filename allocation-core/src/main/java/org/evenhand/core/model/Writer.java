package org.evenhand.core.model;

import java.util.Optional;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * The registration of a stream: whose key may append to it. Written with the stream's first entry, changed by
 * {@code UpdateWriter} alone.
 *
 * @param msp the writer's organisation, which never changes
 * @param key SHA-256 of the writer's public key (SubjectPublicKeyInfo, DER)
 * @param address where others reach the writer, if it said so; nothing is decided by it
 */
public record Writer(MspId msp, Digest key, Optional<Address> address) {
    public static Writer fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("writer", value);
        Writer writer = new Writer(
                reader.text("msp", MspId::new),
                reader.text("key", Digest::new),
                reader.has("address") ? Optional.of(reader.text("address", Address::parse)) : Optional.empty());
        reader.end();
        return writer;
    }

    /** Whether this key of this organisation is the writer's; where it is reached does not matter. */
    public boolean isKeyOf(MspId organisation, Digest publicKey) {
        return msp.equals(organisation) && key.equals(publicKey);
    }

    public Json toJson() {
        Json.ObjectBuilder object = Json.object().put("msp", msp.id()).put("key", key.hex());
        address.ifPresent(known -> object.put("address", known.toJson()));
        return object.build();
    }
}
