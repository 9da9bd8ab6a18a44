package org.evenhand.core.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.Form;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * An amount of each resource: a node's capacity, a class's demand for one task, or a load.
 *
 * <p>Standard resources are {@code cpu} (millicores), {@code memory} (MiB), {@code network} (kbit/s) and
 * {@code storage} (operations/s); a pool may name countable ones such as {@code gpu} (pieces).
 *
 * @param amounts by name, each from 1 to {@link Limits#AMOUNT_MAX}; an absent resource is an amount of 0
 */
public record Resources(SortedMap<String, Long> amounts) {
    public static final String CPU = "cpu";
    public static final String MEMORY = "memory";
    public static final String NETWORK = "network";
    public static final String STORAGE = "storage";
    public static final Resources NONE = new Resources(new TreeMap<>());
    private static final Form NAME = Form.of("a-z", "a-z0-9-", 31);
    private static final int NAMES_MAX = 4 + Limits.COUNTABLES_MAX;

    public Resources {
        TreeMap<String, Long> present = new TreeMap<>();
        for (Map.Entry<String, Long> amount : amounts.entrySet()) {
            NAME.require("resource", amount.getKey());
            if (amount.getValue() < 0 || amount.getValue() > Limits.AMOUNT_MAX) {
                throw new IllegalArgumentException(amount.getValue() + " of " + amount.getKey());
            }
            if (amount.getValue() > 0) {
                present.put(amount.getKey(), amount.getValue());
            }
        }
        amounts = Collections.unmodifiableSortedMap(present);
    }

    /** The four standard resources. */
    public static Resources of(long cpuMillicores, long memoryMib, long networkKbps, long storageIops) {
        TreeMap<String, Long> amounts = new TreeMap<>();
        amounts.put(CPU, cpuMillicores);
        amounts.put(MEMORY, memoryMib);
        amounts.put(NETWORK, networkKbps);
        amounts.put(STORAGE, storageIops);
        return new Resources(amounts);
    }

    /** These amounts with another amount of one resource. */
    public Resources with(String name, long amount) {
        TreeMap<String, Long> changed = new TreeMap<>(amounts);
        changed.put(name, amount);
        return new Resources(changed);
    }

    static boolean isName(String text) {
        return NAME.matches(text);
    }

    /** A resource's name, checked. */
    static String name(String text) {
        return NAME.require("resource", text);
    }

    public static boolean isStandard(String name) {
        return name.equals(CPU) || name.equals(MEMORY) || name.equals(NETWORK) || name.equals(STORAGE);
    }

    public long amount(String name) {
        Long amount = amounts.get(name);
        return amount == null ? 0 : amount;
    }

    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    public static Resources fromJson(String what, Json value) throws MalformedException {
        TreeMap<String, Json> wrapped = new TreeMap<>();
        wrapped.put(what, value);
        ObjectReader reader = ObjectReader.of("resources", new Json.Obj(wrapped));
        return new Resources(reader.map(what, NAMES_MAX, Resources::name, amount -> amount(what, amount)));
    }

    private static Long amount(String what, Json value) throws MalformedException {
        if (value instanceof Json.Num number && number.value() >= 0 && number.value() <= Limits.AMOUNT_MAX) {
            return number.value();
        }
        throw new MalformedException(
                MalformedException.Problem.NUMBER_OUT_OF_RANGE,
                "expected the amounts of " + what + " to be integers within [0, " + Limits.AMOUNT_MAX + "]");
    }

    public Json.Obj toJson() {
        Json.ObjectBuilder object = Json.object();
        amounts.forEach(object::put);
        return object.build();
    }
}
