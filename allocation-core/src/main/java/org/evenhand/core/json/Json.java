package org.evenhand.core.json;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON value of the canonical subset: objects, arrays, strings, 64-bit integers and booleans. There is no null (an
 * absent field says it) and no fraction (bytes that must agree hold integers alone).
 */
public sealed interface Json {

    /**
     * An object; its keys ascend by UTF-16 code unit, as {@link String#compareTo} orders them.
     *
     * @param fields owned by the object from now on
     */
    record Obj(SortedMap<String, Json> fields) implements Json {
        public Obj {
            fields = Collections.unmodifiableSortedMap(fields);
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** A string. */
    record Str(String value) implements Json {}

    /** An integer. */
    record Num(long value) implements Json {}

    /** A truth value. */
    record Bool(boolean value) implements Json {}

    static Json of(String value) {
        return new Str(value);
    }

    static Json of(long value) {
        return new Num(value);
    }

    static Arr of(List<? extends Json> items) {
        return new Arr(List.copyOf(items));
    }

    static ObjectBuilder object() {
        return new ObjectBuilder();
    }

    /** Builds an object field by field; fields with their default value are left out, so there is one form of each. */
    final class ObjectBuilder {
        private final TreeMap<String, Json> fields = new TreeMap<>();
        private boolean built;

        private ObjectBuilder() {}

        public ObjectBuilder put(String name, Json value) {
            if (built) {
                throw new IllegalStateException("the object has been built");
            }
            fields.put(name, value);
            return this;
        }

        public ObjectBuilder put(String name, String value) {
            return put(name, new Str(value));
        }

        public ObjectBuilder put(String name, long value) {
            return put(name, new Num(value));
        }

        public ObjectBuilder putUnlessZero(String name, long value) {
            return value == 0 ? this : put(name, value);
        }

        public ObjectBuilder putUnlessEmpty(String name, String value) {
            return value.isEmpty() ? this : put(name, value);
        }

        public ObjectBuilder putUnlessEmpty(String name, List<? extends Json> items) {
            return items.isEmpty() ? this : put(name, Json.of(items));
        }

        public ObjectBuilder putUnlessEmpty(String name, Obj value) {
            return value.fields().isEmpty() ? this : put(name, value);
        }

        public ObjectBuilder putIfTrue(String name, boolean value) {
            return value ? put(name, new Bool(true)) : this;
        }

        /** The object, which owns the fields from now on: a builder builds one. */
        public Obj build() {
            built = true;
            return new Obj(fields);
        }
    }
}
