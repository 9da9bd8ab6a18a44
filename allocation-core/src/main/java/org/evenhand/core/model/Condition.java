package org.evenhand.core.model;

import java.util.Locale;
import java.util.regex.Pattern;
import org.evenhand.core.json.Json;
import org.evenhand.core.json.MalformedException;
import org.evenhand.core.json.ObjectReader;

/**
 * What rounds have judged of a node.
 *
 * @param health whether it is heard of
 * @param overloaded whether it is over its threshold and has not cooled since
 * @param hotStreak consecutive reports above {@code high}
 * @param coolStreak consecutive reports below {@code high - margin}
 * @param rampSinceMillis since when it is on probation, or 0
 * @param coolDownUntilMillis until when relief leaves its running work alone, or 0
 * @param stuck whether relief has said that nothing of its load fits elsewhere
 */
public record Condition(
        Health health,
        boolean overloaded,
        int hotStreak,
        int coolStreak,
        long rampSinceMillis,
        long coolDownUntilMillis,
        boolean stuck) {
    /** Whether a node is heard of. */
    public enum Health {
        /** It reports. */
        LIVE,
        /** It has been silent for {@code staleAfterMillis}: it gets nothing more. */
        STALE,
        /** It has been silent for {@code failAfterMillis}: its work is placed again. */
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern WORD = Pattern.compile("live|stale|failed");

    /** A node that joined, or came back, at this time. */
    public static Condition onProbation(long sinceMillis) {
        return new Condition(Health.LIVE, false, 0, 0, sinceMillis, 0, false);
    }

    public Condition withHealth(Health changed) {
        return new Condition(changed, overloaded, hotStreak, coolStreak, rampSinceMillis, coolDownUntilMillis, stuck);
    }

    public Condition withOverloaded(boolean changed) {
        return new Condition(health, changed, hotStreak, coolStreak, rampSinceMillis, coolDownUntilMillis, stuck);
    }

    public Condition withStreaks(int hot, int cool) {
        return new Condition(health, overloaded, hot, cool, rampSinceMillis, coolDownUntilMillis, stuck);
    }

    public Condition withRampSince(long millis) {
        return new Condition(health, overloaded, hotStreak, coolStreak, millis, coolDownUntilMillis, stuck);
    }

    public Condition withCoolDownUntil(long millis) {
        return new Condition(health, overloaded, hotStreak, coolStreak, rampSinceMillis, millis, stuck);
    }

    public Condition withStuck(boolean changed) {
        return new Condition(health, overloaded, hotStreak, coolStreak, rampSinceMillis, coolDownUntilMillis, changed);
    }

    public static Condition fromJson(Json value) throws MalformedException {
        ObjectReader reader = ObjectReader.of("condition", value);
        Condition condition = new Condition(
                Health.valueOf(reader.text("health", WORD).toUpperCase(Locale.ROOT)),
                reader.flag("overloaded"),
                (int) reader.number("hotStreak", 0, Integer.MAX_VALUE, 0),
                (int) reader.number("coolStreak", 0, Integer.MAX_VALUE, 0),
                reader.number("rampSinceMillis", 0, Limits.TIME_MAX_MILLIS, 0),
                reader.number("coolDownUntilMillis", 0, Limits.TIME_MAX_MILLIS, 0),
                reader.flag("stuck"));
        reader.end();
        return condition;
    }

    public Json toJson() {
        return Json.object()
                .put("health", health.word())
                .putIfTrue("overloaded", overloaded)
                .putUnlessZero("hotStreak", hotStreak)
                .putUnlessZero("coolStreak", coolStreak)
                .putUnlessZero("rampSinceMillis", rampSinceMillis)
                .putUnlessZero("coolDownUntilMillis", coolDownUntilMillis)
                .putIfTrue("stuck", stuck)
                .build();
    }
}
