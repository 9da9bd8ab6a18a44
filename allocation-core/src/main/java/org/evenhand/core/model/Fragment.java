package org.evenhand.core.model;

import java.util.ArrayList;
import java.util.List;
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

    /**
     * Encodes fragments; those in a row that share their terms say them once, and then name their ranges. Small
     * submissions come in such rows: the terms are ten times as long as a range.
     */
    public static List<Json> toJson(List<Fragment> fragments) {
        List<Json> rows = new ArrayList<>();
        int from = 0;
        while (from < fragments.size()) {
            Terms shared = fragments.get(from).terms();
            List<Json> ranges = new ArrayList<>();
            int to = from;
            while (to < fragments.size() && fragments.get(to).terms().equals(shared)) {
                ranges.add(fragments.get(to).range().toJson());
                to++;
            }
            Json.ObjectBuilder row = Json.object().put("ranges", Json.of(ranges));
            shared.write(row);
            rows.add(row.build());
            from = to;
        }
        return rows;
    }

    /** The fragments that {@link #toJson(List)} encoded under a name; none when the field is absent. */
    public static List<Fragment> listFrom(ObjectReader reader, String name) throws MalformedException {
        List<Fragment> fragments = new ArrayList<>();
        reader.list(name, Integer.MAX_VALUE, Fragment::row).forEach(fragments::addAll);
        return fragments;
    }

    private static List<Fragment> row(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("fragments", value);
        Terms shared = Terms.read(reader);
        List<Fragment> row =
                reader.list("ranges", Integer.MAX_VALUE, range -> new Fragment(TaskRange.fromJson(range), shared));
        reader.end();
        return row;
    }
}
