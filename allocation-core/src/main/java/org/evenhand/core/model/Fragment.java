package org.evenhand.core.model;

import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * A range whose tasks share their terms: what the queue and the nodes hold.
 *
 * @param range the tasks
 * @param terms what is known of them
 */
public record Fragment(TaskRange range, Terms terms) {
    /** The part of this fragment that lies in {@code [from, to)}, which it must contain. */
    public Fragment part(long from, long to) {
        return new Fragment(range.part(from, to), terms);
    }

    public Fragment with(Terms changed) {
        return new Fragment(range, changed);
    }

    public long size() {
        return range.size();
    }

    public static Fragment fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("fragment", value);
        Fragment fragment = new Fragment(TaskRange.fromJson(reader.required("range")), Terms.read(reader));
        reader.end();
        return fragment;
    }

    public Json toJson() {
        Json.ObjectBuilder object = Json.object().put("range", range.toString());
        terms.write(object);
        return object.build();
    }
}
