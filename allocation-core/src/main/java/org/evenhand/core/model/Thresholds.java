package org.evenhand.core.model;

import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.MalformedException.Problem;
import org.evenhand.core.json.ObjectReader;

/**
 * The thresholds of Eq. 4, in basis points of a node's capacity, and their hysteresis.
 *
 * @param low a node below this is light: relief fills light nodes first
 * @param target rounds load nodes up to this
 * @param high above this a node is too hot
 * @param margin a hot node has cooled once it is below {@code high - margin}
 * @param tripCount consecutive hot reports that make a node overloaded
 * @param clearCount consecutive cool reports that clear it
 */
public record Thresholds(int low, int target, int high, int margin, int tripCount, int clearCount) {
    public static final Thresholds DEFAULT = new Thresholds(4_000, 7_000, 8_500, 500, 2, 3);
    private static final int COUNT_MAX = 100;

    public Thresholds {
        if (low < 0 || low >= target || target >= high || high > Limits.BASIS_POINTS) {
            throw new IllegalArgumentException("thresholds not ordered");
        }
        if (margin < 0 || high - margin < target) {
            throw new IllegalArgumentException("a node could never cool from " + high + " by " + margin);
        }
    }

    static Thresholds read(ObjectReader reader) throws MalformedException {
        int low = basisPoints(reader, "low", DEFAULT.low);
        int target = basisPoints(reader, "target", DEFAULT.target);
        int high = basisPoints(reader, "high", DEFAULT.high);
        int margin = basisPoints(reader, "margin", DEFAULT.margin);
        if (low >= target || target >= high || high - margin < target) {
            throw new MalformedException(
                    Problem.THRESHOLDS_NOT_ORDERED,
                    "expected low < target < high and high - margin >= target, found low " + low + ", target " + target
                            + ", high " + high + ", margin " + margin);
        }
        return new Thresholds(
                low, target, high, margin, (int) reader.number("tripCount", 1, COUNT_MAX, DEFAULT.tripCount), (int)
                        reader.number("clearCount", 1, COUNT_MAX, DEFAULT.clearCount));
    }

    private static int basisPoints(ObjectReader reader, String name, int absent) throws MalformedException {
        return (int) reader.number(name, 0, Limits.BASIS_POINTS, absent);
    }

    void write(Json.ObjectBuilder object) {
        object.put("low", low)
                .put("target", target)
                .put("high", high)
                .put("margin", margin)
                .put("tripCount", tripCount)
                .put("clearCount", clearCount);
    }
}
