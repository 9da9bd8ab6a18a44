package org.evenhand.core.model;

import java.util.regex.Pattern;
import org.evenhand.core.json.Json;

/**
 * The name of a pool.
 *
 * @param name lower-case letters, digits and hyphens, at most 63
 */
public record PoolId(String name) implements Comparable<PoolId> {
    public static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public PoolId {
        Forms.require(FORM, name, "pool");
    }

    public Json toJson() {
        return Json.of(name);
    }

    @Override
    public int compareTo(PoolId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
