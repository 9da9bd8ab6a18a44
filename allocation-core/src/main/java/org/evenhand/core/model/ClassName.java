package org.evenhand.core.model;

import java.util.regex.Pattern;
import org.evenhand.core.json.Json;

/**
 * The name of a task class within its pool.
 *
 * @param name lower-case letters, digits and hyphens, at most 63
 */
public record ClassName(String name) implements Comparable<ClassName> {
    public static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public ClassName {
        Forms.require(FORM, name, "task class");
    }

    public Json toJson() {
        return Json.of(name);
    }

    @Override
    public int compareTo(ClassName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
