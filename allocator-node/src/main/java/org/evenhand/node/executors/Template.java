package org.evenhand.node.executors;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.Nearest;

/**
 * An argument with places to fill, such as {@code --in={input}}. What fills a place is never looked at again, nor cut
 * into several arguments. {@code {{word}}} stands for {@code {word}} itself.
 *
 * @param text as it was written
 */
record Template(String text) {
    static final String INPUT = "input";
    static final String OUTPUT = "output";
    static final String INDEX = "index";
    static final String SUBMISSION = "submission";

    private static final Set<String> PLACES = new TreeSet<>(Set.of(INPUT, OUTPUT, INDEX, SUBMISSION));
    private static final Pattern PLACE = Pattern.compile("\\{\\{([A-Za-z]+)}}|\\{([A-Za-z]+)}");

    /** Reads an argument. */
    static Template parse(String text) throws MalformedException {
        Matcher places = PLACE.matcher(text);
        while (places.find()) {
            String place = places.group(2);
            if (place != null && !PLACES.contains(place)) {
                throw new MalformedException("expected one of " + PLACES + " between braces, found " + place
                        + Nearest.suggestion(place, PLACES) + " (to mean the text itself, double the braces)");
            }
        }
        return new Template(text);
    }

    boolean has(String place) {
        return PLACE.matcher(text).results().map(found -> found.group(2)).anyMatch(place::equals);
    }

    String fill(Map<String, String> values) {
        return PLACE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(filled(found, values)));
    }

    private static String filled(MatchResult found, Map<String, String> values) {
        String place = found.group(2);
        return place == null ? "{" + found.group(1) + "}" : values.getOrDefault(place, "");
    }
}
