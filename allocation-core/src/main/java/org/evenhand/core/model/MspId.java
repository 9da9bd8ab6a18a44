package org.evenhand.core.model;

import org.evenhand.core.json.Form;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;

/**
 * An organisation, by the identifier of its membership service provider in Fabric, such as {@code Org1MSP}.
 *
 * @param id letters, digits, hyphens and underscores, at most 63, a letter first
 */
public record MspId(String id) implements Comparable<MspId> {
    private static final Form FORM = Form.of("A-Za-z", "A-Za-z0-9_-", 63);

    public MspId {
        FORM.require("MSP identifier", id);
    }

    /** Decodes one of the identifiers that {@code what} holds. */
    public static MspId fromJson(String what, Json value) throws MalformedException {
        if (value instanceof Json.Str text && FORM.matches(text.value())) {
            return new MspId(text.value());
        }
        throw new MalformedException("expected " + what + " to hold MSP identifiers");
    }

    public Json toJson() {
        return Json.of(id);
    }

    @Override
    public int compareTo(MspId other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
