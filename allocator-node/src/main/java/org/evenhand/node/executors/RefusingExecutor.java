package org.evenhand.node.executors;

import java.util.TreeMap;
import org.evenhand.core.model.Resources;
import org.evenhand.core.range.RangeSet;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.Execution;
import org.evenhand.node.execution.Progress;
import org.evenhand.node.execution.TaskExecutor;

/** Lets every task fail at once: its class is not on the node's list. */
final class RefusingExecutor implements TaskExecutor {
    static final String REASON = "class-not-allowed";

    @Override
    public Execution start(Assignment assignment, Runnable onProgress) {
        Refused refused = new Refused(assignment.tasks());
        onProgress.run();
        return refused;
    }

    /** Tasks that have ended before they began. */
    private static final class Refused implements Execution {
        private RangeSet untold;

        Refused(RangeSet tasks) {
            this.untold = tasks;
        }

        @Override
        public synchronized Progress progress() {
            TreeMap<String, RangeSet> failed = new TreeMap<>();
            if (!untold.isEmpty()) {
                failed.put(REASON, untold);
            }
            untold = RangeSet.empty();
            return new Progress(RangeSet.empty(), 0, failed, RangeSet.empty(), 0);
        }

        @Override
        public synchronized void stop(RangeSet tasks) {
            untold = untold.remove(tasks);
        }
    }

    @Override
    public int lanesMax() {
        return Integer.MAX_VALUE;
    }

    @Override
    public long assignmentMillis() {
        return JobExecutor.ASSIGNMENT_MILLIS;
    }

    @Override
    public Resources usage() {
        return Resources.NONE;
    }

    @Override
    public void close() {}
}
