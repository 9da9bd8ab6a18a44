package org.evenhand.node.executors;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what somebody meant who wrote a name that there is not. */
final class NearestName {
    /** Two letters changed places. */
    private static final int LETTERS = 2;

    /** Of a long name one letter in three may be wrong. */
    private static final int LETTERS_OF_ONE = 3;

    private NearestName() {}

    /** A question to add to a message, or nothing if no name is near. */
    static String suggestion(String written, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(written, name)))
                .filter(name -> distance(written, name) <= Math.max(LETTERS, name.length() / LETTERS_OF_ONE))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** Letters to insert, delete or replace (Levenshtein 1966). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
