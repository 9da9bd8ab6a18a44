package org.evenhand.network.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go prints them, such as {@code 2s}, {@code 150ms} or {@code 1m30s}: the form of the orderer's batch
 * timeout.
 */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "µs",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);

    private GoDuration() {}

    static Duration parse(String text) {
        Matcher parts = PART.matcher(text);
        double nanos = 0;
        int end = 0;
        while (parts.find() && parts.start() == end) {
            nanos += Double.parseDouble(parts.group(1)) * NANOS.getOrDefault(parts.group(2), 0L);
            end = parts.end();
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException("not a duration: " + text);
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    static String format(Duration duration) {
        return duration.toNanos() % 1_000_000 == 0 ? duration.toMillis() + "ms" : duration.toNanos() + "ns";
    }
}
