package org.evenhand.cli.demo;

import org.evenhand.core.model.Resources;
import org.evenhand.core.model.Utilisation;

/** What became of one node. */
final class NodeTally {
    private final Resources capacity;
    private long given;
    private long finished;
    private long reports;
    private long cpuBasisPoints;
    private long relieved;
    private long recovered;
    private boolean overloaded;

    NodeTally(Resources capacity) {
        this.capacity = capacity;
    }

    void given(long tasks) {
        given += tasks;
    }

    void finished(long tasks) {
        finished += tasks;
    }

    void report(Utilisation utilisation) {
        reports++;
        cpuBasisPoints += utilisation.of(Resources.CPU);
    }

    void relieved(long tasks) {
        relieved += tasks;
    }

    void recovered(long tasks) {
        recovered += tasks;
    }

    void judged(boolean nowOverloaded) {
        overloaded = nowOverloaded;
    }

    Summary summary() {
        long mean = reports == 0 ? 0 : cpuBasisPoints / reports;
        return new Summary(capacity, given, finished, mean, new Fate(reports, overloaded, relieved, recovered));
    }

    /**
     * A node's sums.
     *
     * @param capacity what it had when it joined
     * @param given tasks that it was given
     * @param finished tasks that it finished
     * @param cpuBasisPoints mean reported use of its processor, in basis points
     * @param fate how rounds judged it
     */
    public record Summary(Resources capacity, long given, long finished, long cpuBasisPoints, Fate fate) {}

    /**
     * What rounds made of a node's reports and of its silence.
     *
     * @param reports reports that rounds took
     * @param overloaded whether it counts as overloaded now
     * @param relieved tasks that were taken from it because it was overloaded
     * @param recovered tasks that were taken from it because it was lost
     */
    public record Fate(long reports, boolean overloaded, long relieved, long recovered) {
        static final Fate UNKNOWN = new Fate(0, false, 0, 0);
    }
}
