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

    Summary summary() {
        return new Summary(capacity, given, finished, reports == 0 ? 0 : cpuBasisPoints / reports);
    }

    /**
     * A node's sums.
     *
     * @param capacity what it had when it joined
     * @param given tasks that it was given
     * @param finished tasks that it finished
     * @param cpuBasisPoints mean reported use of its processor, in basis points
     */
    public record Summary(Resources capacity, long given, long finished, long cpuBasisPoints) {}
}
