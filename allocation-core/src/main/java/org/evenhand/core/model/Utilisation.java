package org.evenhand.core.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * What share of each resource a node uses, by everything that runs on it.
 *
 * @param basisPoints by resource name, 0 to {@link Limits#UTILISATION_MAX_BASIS_POINTS}; 10,000 is all of it
 */
public record Utilisation(SortedMap<String, Long> basisPoints) {
    public static final Utilisation NONE = new Utilisation(new TreeMap<>());

    public Utilisation {
        basisPoints = Collections.unmodifiableSortedMap(new TreeMap<>(basisPoints));
    }

    public long of(String resource) {
        Long share = basisPoints.get(resource);
        return share == null ? 0 : share;
    }

    /** The highest share of any standard resource, in basis points: pieces that are all in use are no sign of heat. */
    public long highestOfStandard() {
        long highest = 0;
        for (Map.Entry<String, Long> share : basisPoints.entrySet()) {
            highest = Resources.isStandard(share.getKey()) ? Math.max(highest, share.getValue()) : highest;
        }
        return highest;
    }

    static Utilisation read(ObjectReader reader) throws MalformedException {
        return new Utilisation(
                reader.map("utilisation", 4 + Limits.COUNTABLES_MAX, Resources::name, Utilisation::share));
    }

    private static Long share(Json value) throws MalformedException {
        if (value instanceof Json.Num number
                && number.value() >= 0
                && number.value() <= Limits.UTILISATION_MAX_BASIS_POINTS) {
            return number.value();
        }
        throw new MalformedException(
                MalformedException.Problem.NUMBER_OUT_OF_RANGE,
                "expected utilisation in basis points within [0, " + Limits.UTILISATION_MAX_BASIS_POINTS + "]");
    }

    Json.Obj toJson() {
        Json.ObjectBuilder object = Json.object();
        basisPoints.forEach(object::put);
        return object.build();
    }
}
