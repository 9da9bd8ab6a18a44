package org.evenhand.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format back, and refuses what is none. */
public final class Exposition {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + "(?:\\{" + LABEL + "(?:," + LABEL + ")*,?\\})?) (\\S+)(?: \\d+)?");
    private static final Pattern COMMENT =
            Pattern.compile("# (?:HELP " + NAME + " .*|TYPE " + NAME + " (?:counter|gauge|histogram|summary|untyped))");

    private final Map<String, Double> samples = new TreeMap<>();

    private Exposition() {}

    public static Exposition parse(String text) {
        Exposition exposition = new Exposition();
        text.lines().filter(line -> !line.isEmpty()).forEach(exposition::add);
        return exposition;
    }

    private void add(String line) {
        if (line.startsWith("#")) {
            assertThat(line).matches(COMMENT);
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as("a sample: %s", line).isTrue();
        double value = Double.parseDouble(sample.group(2).replace("Inf", "Infinity"));
        assertThat(samples.put(sample.group(1), value))
                .as("said twice: %s", line)
                .isNull();
    }

    /** All samples, by name and labels as they are written. */
    public Map<String, Double> samples() {
        return samples;
    }

    /** The sum of all samples of a name, whatever their labels; there must be one. */
    public double sum(String name) {
        assertThat(samples.keySet()).as("samples").anyMatch(sample -> isOf(sample, name));
        return samples.entrySet().stream()
                .filter(sample -> isOf(sample.getKey(), name))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static boolean isOf(String sample, String name) {
        return sample.equals(name) || sample.startsWith(name + "{");
    }
}
