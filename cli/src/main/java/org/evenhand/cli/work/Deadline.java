package org.evenhand.cli.work;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.evenhand.cli.UserError;

/** Reads when tasks should have ended: a point in time, or so long from now. */
final class Deadline {
    private static final Pattern FROM_NOW = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    private Deadline() {}

    /** In milliseconds since 1970; 0 for an empty text. */
    static long parse(String text, long nowMillis) throws UserError {
        if (text.isEmpty()) {
            return 0;
        }
        Matcher fromNow = FROM_NOW.matcher(text);
        if (fromNow.matches()) {
            long number = Long.parseLong(fromNow.group(1));
            Duration duration =
                    switch (fromNow.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            return nowMillis + duration.toMillis();
        }
        try {
            long millis = Instant.parse(text).toEpochMilli();
            if (millis > nowMillis) {
                return millis;
            }
        } catch (DateTimeException | ArithmeticException noPointInTime) {
            // Said below.
        }
        throw new UserError("expected --deadline to be in the future, such as 90s, 15m, 2h or 2030-01-31T12:00:00Z,"
                + " found " + text);
    }
}
