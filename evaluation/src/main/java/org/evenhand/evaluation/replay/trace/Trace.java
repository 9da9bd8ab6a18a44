package org.evenhand.evaluation.replay.trace;

import java.util.List;

/**
 * A trace that was read.
 *
 * @param format how it was written
 * @param tasks the rows that are tasks, as they stand in the file
 * @param malformed rows that are not what the format says
 * @param unknown rows that do not know what a replay needs, such as how long a task ran that never started
 */
public record Trace(TraceFormat format, List<TraceTask> tasks, Problems malformed, Problems unknown) {
    public Trace {
        tasks = List.copyOf(tasks);
    }

    /**
     * Rows that were left out.
     *
     * @param count how many
     * @param first the first of them: file, line and reason
     */
    public record Problems(long count, List<String> first) {
        public Problems {
            first = List.copyOf(first);
        }
    }
}
