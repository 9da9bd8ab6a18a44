package org.evenhand.operations.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.evenhand.operations.health.HealthCheck.Verdict;

/**
 * The checks of one daemon. It is <em>live</em> unless a restart would help, and <em>ready</em> when it does its work;
 * before {@link #started} it never is. For any number of threads.
 */
public final class Health {
    private static final String STARTED = "started";

    private final Map<String, HealthCheck> live = new ConcurrentSkipListMap<>();
    private final Map<String, HealthCheck> ready = new ConcurrentSkipListMap<>();

    /** A daemon that has not started. */
    public Health() {
        ready.put(STARTED, () -> Verdict.down("the daemon is starting"));
    }

    /** Adds a check that is down when only a restart helps. */
    public Health live(String name, HealthCheck check) {
        live.put(name, check);
        return this;
    }

    /** Adds a check that is down while the daemon cannot do its work. */
    public Health ready(String name, HealthCheck check) {
        ready.put(name, check);
        return this;
    }

    /** All checks have been added, and what they look at is there. */
    public void started() {
        ready.put(STARTED, () -> Verdict.up("the daemon has started"));
    }

    /** Whether it lives. */
    public Report liveness() {
        return look(live);
    }

    /** Whether it is ready. */
    public Report readiness() {
        return look(ready);
    }

    private static Report look(Map<String, HealthCheck> checks) {
        List<Finding> findings = new ArrayList<>();
        checks.forEach((name, check) -> findings.add(new Finding(name, look(check))));
        return new Report(findings);
    }

    private static Verdict look(HealthCheck check) {
        try {
            return check.look();
        } catch (RuntimeException bug) {
            // Whoever asks must be told, and the other checks must be looked at all the same.
            return Verdict.down("the check itself failed: " + bug);
        }
    }

    /**
     * What one check found.
     *
     * @param name of the check
     */
    public record Finding(String name, Verdict verdict) {}

    /**
     * What all checks found, in the order of their names.
     *
     * @param findings one for each check
     */
    public record Report(List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        public boolean isUp() {
            return findings.stream().allMatch(finding -> finding.verdict().isUp());
        }
    }
}
