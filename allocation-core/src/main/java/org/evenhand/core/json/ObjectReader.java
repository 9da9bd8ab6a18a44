package org.evenhand.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.evenhand.core.json.MalformedException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object, each with its limits, and at the {@link #end} refuses what nobody asked for.
 *
 * <p>One reader serves one object and one thread.
 */
public final class ObjectReader {
    private final String what;
    private final SortedMap<String, Json> fields;
    private final TreeSet<String> read = new TreeSet<>();

    private ObjectReader(String what, SortedMap<String, Json> fields) {
        this.what = what;
        this.fields = fields;
    }

    /**
     * A reader of an object.
     *
     * @param what what the object is, for messages
     */
    public static ObjectReader of(String what, Json value) throws MalformedException {
        if (value instanceof Json.Obj object) {
            return new ObjectReader(what, object.fields());
        }
        throw new MalformedException("expected " + what + " to be an object");
    }

    /** Turns one JSON value into something else, or says what was expected. */
    @FunctionalInterface
    public interface Decoder<T> {
        T decode(Json value) throws MalformedException;
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public Json required(String name) throws MalformedException {
        Json value = optional(name);
        if (value == null) {
            throw new MalformedException("expected " + what + " to have a field " + name);
        }
        return value;
    }

    private @Nullable Json optional(String name) {
        Json value = fields.get(name);
        if (value != null) {
            read.add(name);
        }
        return value;
    }

    /** An integer within {@code [min, max]}. */
    public long number(String name, long min, long max) throws MalformedException {
        return within(name, required(name), min, max);
    }

    /** An integer within {@code [min, max]}, or the default when the field is absent. */
    public long number(String name, long min, long max, long absent) throws MalformedException {
        Json value = optional(name);
        return value == null ? absent : within(name, value, min, max);
    }

    /** The integers, each within {@code [min, max]}, of an object used as a map; none when the field is absent. */
    public <K extends Comparable<K>> SortedMap<K, Long> numbers(
            String name, int limit, Function<String, K> key, long min, long max) throws MalformedException {
        return map(name, limit, key, value -> within(name, value, min, max));
    }

    /** The integers, each within {@code [min, max]}, of an array of at most {@code limit}; none when it is absent. */
    public List<Long> numbers(String name, int limit, long min, long max) throws MalformedException {
        return list(name, limit, value -> within(name, value, min, max));
    }

    private long within(String name, Json value, long min, long max) throws MalformedException {
        if (!(value instanceof Json.Num number)) {
            throw new MalformedException("expected " + what + "." + name + " to be an integer");
        }
        if (number.value() < min || number.value() > max) {
            throw new MalformedException(
                    Problem.NUMBER_OUT_OF_RANGE,
                    "expected " + what + "." + name + " within [" + min + ", " + max + "], found " + number.value());
        }
        return number.value();
    }

    /** A string that the pattern matches whole. */
    public String text(String name, Pattern pattern) throws MalformedException {
        return matching(name, required(name), pattern);
    }

    /**
     * A string that has a type of its own.
     *
     * @param parser makes the value; throws {@link IllegalArgumentException} if the text has another form
     */
    public <T> T text(String name, Function<String, T> parser) throws MalformedException {
        if (required(name) instanceof Json.Str string) {
            return parsed(name, string.value(), parser);
        }
        throw new MalformedException("expected " + what + "." + name + " to be a string");
    }

    private <T> T parsed(String name, String text, Function<String, T> parser) throws MalformedException {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("expected " + what + "." + name + " to have its form: " + e.getMessage());
        }
    }

    /** A string that the pattern matches whole, or the empty string when the field is absent. */
    public String textOrEmpty(String name, Pattern pattern) throws MalformedException {
        Json value = optional(name);
        return value == null ? "" : matching(name, value, pattern);
    }

    private String matching(String name, Json value, Pattern pattern) throws MalformedException {
        if (value instanceof Json.Str string && pattern.matcher(string.value()).matches()) {
            return string.value();
        }
        throw new MalformedException("expected " + what + "." + name + " to be a string of the form " + pattern);
    }

    /** A truth value, false when the field is absent. */
    public boolean flag(String name) throws MalformedException {
        Json value = optional(name);
        if (value == null) {
            return false;
        }
        if (value instanceof Json.Bool bool) {
            return bool.value();
        }
        throw new MalformedException("expected " + what + "." + name + " to be true or false");
    }

    /** The items of an array of at most {@code limit}; none when the field is absent. */
    public <T> List<T> list(String name, int limit, Decoder<T> decoder) throws MalformedException {
        Json value = optional(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Json.Arr array)) {
            throw new MalformedException("expected " + what + "." + name + " to be an array");
        }
        requireCount(name, array.items().size(), limit);
        List<T> items = new ArrayList<>(array.items().size());
        for (Json item : array.items()) {
            items.add(decoder.decode(item));
        }
        return List.copyOf(items);
    }

    /**
     * The fields of an object used as a map, at most {@code limit}; none when the field is absent.
     *
     * @param key makes a key; throws {@link IllegalArgumentException} if the text has another form
     */
    public <K extends Comparable<K>, V> SortedMap<K, V> map(
            String name, int limit, Function<String, K> key, Decoder<V> decoder) throws MalformedException {
        TreeMap<K, V> map = new TreeMap<>();
        Json value = optional(name);
        if (value == null) {
            return map;
        }
        if (!(value instanceof Json.Obj object)) {
            throw new MalformedException("expected " + what + "." + name + " to be an object");
        }
        requireCount(name, object.fields().size(), limit);
        for (Map.Entry<String, Json> field : object.fields().entrySet()) {
            map.put(parsed(name, field.getKey(), key), decoder.decode(field.getValue()));
        }
        return map;
    }

    private void requireCount(String name, int count, int limit) throws MalformedException {
        if (count > limit) {
            throw new MalformedException(
                    Problem.TOO_MANY_ITEMS,
                    "expected at most " + limit + " items in " + what + "." + name + ", found " + count);
        }
    }

    /** Refuses fields that were not read. */
    public void end() throws MalformedException {
        if (read.size() == fields.size()) {
            return;
        }
        for (String name : fields.keySet()) {
            if (!read.contains(name)) {
                throw new MalformedException(Problem.UNKNOWN_FIELD, "expected " + what + " to have no field " + name);
            }
        }
    }
}
