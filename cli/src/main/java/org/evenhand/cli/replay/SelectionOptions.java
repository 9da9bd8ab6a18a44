package org.evenhand.cli.replay;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.evenhand.cli.UserError;
import org.evenhand.core.model.Limits;
import org.evenhand.evaluation.replay.trace.Selection;
import org.evenhand.evaluation.replay.trace.Share;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks of a trace, and how they are changed. */
final class SelectionOptions {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    @Option(
            names = "--from-time",
            paramLabel = "TIME",
            description = {
                "Leave out tasks that arrived before this, in the trace's own unit",
                "(surf: ms since 1970; openb and swf: s)."
            })
    private @Nullable Long fromTime;

    @Option(
            names = "--skip",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leave out the N earliest of these. Default: ${DEFAULT-VALUE}")
    private long skip;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Replay at most N tasks, the earliest of those that are left. Default: all")
    private @Nullable Long limit;

    @Option(
            names = "--demand-scale",
            paramLabel = "SHARE",
            defaultValue = "1",
            description = "Tasks ask for this share of everything, such as 1/16 or 0.5. Default: ${DEFAULT-VALUE}")
    private String demandScale = "1";

    @Option(
            names = "--max-duration",
            paramLabel = "SPAN",
            description = "Cut tasks that ran longer to this, such as 90m, 12h or 2d. Default: none is cut")
    private @Nullable String maxDuration;

    Selection selection() throws UserError {
        return new Selection(
                fromTime == null ? 0 : within("--from-time", fromTime, 0, Limits.TIME_MAX_MILLIS),
                within("--skip", skip, 0, Long.MAX_VALUE),
                limit == null ? Long.MAX_VALUE : within("--limit", limit, 1, Long.MAX_VALUE),
                share(),
                maxDuration == null ? Long.MAX_VALUE : span(maxDuration));
    }

    private static long within(String option, long value, long min, long max) throws UserError {
        if (value < min || value > max) {
            String range = max == Long.MAX_VALUE ? min + " or more" : "within [" + min + ", " + max + "]";
            throw new UserError("expected " + option + " to be " + range + ", found " + value);
        }
        return value;
    }

    private Share share() throws UserError {
        try {
            return Share.parse(demandScale);
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    "expected --demand-scale to be a share such as 1/16 or 0.5, more than 0 and less than 1000, found "
                            + demandScale);
        }
    }

    private static long span(String text) throws UserError {
        Matcher span = SPAN.matcher(text);
        if (!span.matches() || Long.parseLong(span.group(1)) == 0) {
            throw new UserError(
                    "expected --max-duration to be a number with a unit s, m, h or d, such as 12h, found " + text);
        }
        long unitMillis = UNITS.getOrDefault(span.group(2), Duration.ZERO).toMillis();
        return Long.parseLong(span.group(1)) * unitMillis;
    }
}
