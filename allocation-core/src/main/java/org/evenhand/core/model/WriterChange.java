package org.evenhand.core.model;

import java.util.Optional;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * What {@code UpdateWriter} changes of a stream's registration; what is absent stays as it is.
 *
 * @param key SHA-256 of the public key that may append from now on
 * @param address where others reach the writer from now on
 */
public record WriterChange(Optional<Digest> key, Optional<Address> address) {
    public WriterChange {
        if (key.isEmpty() && address.isEmpty()) {
            throw new IllegalArgumentException("a change of a writer has a key, an address, or both");
        }
    }

    /** The owner signs with another key from now on. */
    public static WriterChange ofKey(Digest key) {
        return new WriterChange(Optional.of(key), Optional.empty());
    }

    /** The owner is reached elsewhere from now on. */
    public static WriterChange ofAddress(Address address) {
        return new WriterChange(Optional.empty(), Optional.of(address));
    }

    public static WriterChange fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("change of a writer", value);
        Optional<Digest> key = reader.has("key") ? Optional.of(reader.text("key", Digest::new)) : Optional.empty();
        Optional<Address> address =
                reader.has("address") ? Optional.of(reader.text("address", Address::parse)) : Optional.empty();
        reader.end();
        return new WriterChange(key, address);
    }

    public Writer appliedTo(Writer writer) {
        return new Writer(writer.msp(), key.orElse(writer.key()), address.or(writer::address));
    }

    public Json toJson() {
        Json.ObjectBuilder object = Json.object();
        key.ifPresent(changed -> object.put("key", changed.hex()));
        address.ifPresent(changed -> object.put("address", changed.toJson()));
        return object.build();
    }
}
