package org.evenhand.core.model;

import org.evenhand.core.json.Form;
import org.evenhand.core.json.Json;

/**
 * The name of a pool.
 *
 * @param name lower-case letters, digits and hyphens, at most 63
 */
public record PoolId(String name) implements Comparable<PoolId> {
    private static final Form FORM = Form.of("a-z0-9", "a-z0-9-", 63);

    public PoolId {
        FORM.require("pool", name);
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
