package org.evenhand.core.model;

import java.util.Locale;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * What a node's owner wants of its node. Carried in the node's own stream, taken by a round.
 *
 * @param kind what is wanted
 * @param capacity the node's capacity for {@code REGISTER} and {@code CAPACITY}, otherwise nothing
 */
public record NodeRequest(Kind kind, Resources capacity) {
    /** Kinds of request. */
    public enum Kind {
        /** Make this stream a node of the pool. */
        REGISTER,
        /** Change the node's capacity. */
        CAPACITY,
        /** Take back a drain. */
        ACTIVATE,
        /** Give the node nothing more; let what runs end. */
        DRAIN,
        /** Take everything from the node and forget it. */
        RETIRE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean namesCapacity() {
            return this == REGISTER || this == CAPACITY;
        }
    }

    public NodeRequest {
        if (kind.namesCapacity() == capacity.isEmpty()) {
            throw new IllegalArgumentException("capacity belongs to REGISTER and CAPACITY, and to no other request");
        }
    }

    public static NodeRequest register(Resources capacity) {
        return new NodeRequest(Kind.REGISTER, capacity);
    }

    public static NodeRequest of(Kind kind) {
        return new NodeRequest(kind, Resources.NONE);
    }

    static NodeRequest fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("request", value);
        Kind kind = kind(reader.required("kind"));
        Resources capacity =
                kind.namesCapacity() ? Resources.fromJson("capacity", reader.required("capacity")) : Resources.NONE;
        reader.end();
        if (kind.namesCapacity() && capacity.isEmpty()) {
            throw new MalformedException("expected request.capacity to name at least one resource");
        }
        return new NodeRequest(kind, capacity);
    }

    private static Kind kind(Json value) throws MalformedException {
        for (Kind kind : Kind.values()) {
            if (value.equals(Json.of(kind.word()))) {
                return kind;
            }
        }
        throw new MalformedException("expected request.kind to be register, capacity, activate, drain or retire");
    }

    Json toJson() {
        return Json.object()
                .put("kind", kind.word())
                .putUnlessEmpty("capacity", capacity.toJson())
                .build();
    }
}
