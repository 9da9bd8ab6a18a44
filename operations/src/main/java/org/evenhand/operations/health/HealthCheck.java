package org.evenhand.operations.health;

/** Looks at one thing that a daemon needs. It must answer within about a second, whatever has happened. */
@FunctionalInterface
public interface HealthCheck {
    Verdict look();

    /**
     * What a check found.
     *
     * @param isUp whether all is well
     * @param reason what was found, in a few words
     */
    record Verdict(boolean isUp, String reason) {
        public static Verdict up(String reason) {
            return new Verdict(true, reason);
        }

        public static Verdict down(String reason) {
            return new Verdict(false, reason);
        }
    }
}
