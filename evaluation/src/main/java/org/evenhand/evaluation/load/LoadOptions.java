package org.evenhand.evaluation.load;

import java.time.Duration;

/**
 * How much load, and for how long.
 *
 * @param nodes nodes that report, 1 or more
 * @param phase length of the measurements of entries, rounds and single tasks
 * @param tasks length of the measurement of tasks in large submissions
 */
public record LoadOptions(int nodes, Duration phase, Duration tasks) {
    private static final Duration TASKS = Duration.ofSeconds(15);

    public LoadOptions {
        if (nodes < 1 || phase.isNegative() || tasks.isNegative()) {
            throw new IllegalArgumentException(nodes + " nodes for " + phase + " and " + tasks);
        }
    }

    public static LoadOptions of(int nodes, int phaseSeconds) {
        return new LoadOptions(nodes, Duration.ofSeconds(phaseSeconds), TASKS);
    }
}
