package org.evenhand.evaluation.replay.trace;

import java.math.BigDecimal;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.evenhand.core.model.Resources;

/**
 * A positive number by which demands are multiplied, kept exactly.
 *
 * @param numerator 1 to 1,000,000
 * @param denominator 1 to 1,000,000
 */
public record Share(long numerator, long denominator) {
    public static final Share WHOLE = new Share(1, 1);

    private static final long PART_MAX = 1_000_000;

    /** Demands may grow by this, and stay within what a resource may amount to. */
    private static final long GROWTH_MAX = 1_000;

    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,7})/([0-9]{1,7})");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,6})?");

    public Share {
        if (numerator < 1 || numerator > PART_MAX || denominator < 1 || denominator > PART_MAX) {
            throw new IllegalArgumentException(numerator + "/" + denominator);
        }
        if (numerator / denominator >= GROWTH_MAX) {
            throw new IllegalArgumentException(numerator + "/" + denominator + " is too large");
        }
    }

    /**
     * Reads {@code 1/16} or {@code 0.0625}.
     *
     * @throws IllegalArgumentException if the text is something else, or out of range
     */
    public static Share parse(String text) {
        Matcher fraction = FRACTION.matcher(text);
        if (fraction.matches()) {
            return new Share(Long.parseLong(fraction.group(1)), Long.parseLong(fraction.group(2)));
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        BigDecimal decimal = new BigDecimal(text).stripTrailingZeros();
        int digits = Math.max(0, decimal.scale());
        return new Share(
                decimal.movePointRight(digits).longValueExact(),
                BigDecimal.TEN.pow(digits).longValueExact());
    }

    /** So much of every amount, rounded up. */
    public Resources of(Resources amounts) {
        TreeMap<String, Long> scaled = new TreeMap<>();
        amounts.amounts()
                .forEach((name, amount) -> scaled.put(name, (amount * numerator + denominator - 1) / denominator));
        return new Resources(scaled);
    }

    @Override
    public String toString() {
        return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
    }
}
