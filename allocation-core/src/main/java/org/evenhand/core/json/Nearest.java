package org.evenhand.core.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Nearest {
    /** A word of which more than this part is wrong was meant as another one. */
    private static final int PART_WRONG_MAX = 3;

    private Nearest() {}

    /** The name with the fewest edits between it and what was written; nothing if all are far off. */
    public static Optional<String> to(String written, Collection<String> names) {
        return names.stream()
                .filter(name -> edits(written, name) <= Math.max(2, written.length() / PART_WRONG_MAX))
                .min(Comparator.comparingInt((String name) -> edits(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** A clause that suggests the nearest name, or nothing. */
    public static String suggestion(String written, Collection<String> names) {
        return to(written, names).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** Levenshtein's distance: characters to insert, delete or replace; upper and lower case are the same. */
    static int edits(String from, String to) {
        int[] before = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] now = new int[to.length() + 1];
            now[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                boolean same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
                now[j] = Math.min(before[j - 1] + (same ? 0 : 1), 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[to.length()];
    }
}
