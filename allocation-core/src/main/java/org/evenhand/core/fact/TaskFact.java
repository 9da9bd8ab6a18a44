package org.evenhand.core.fact;

import java.util.Locale;
import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Fragment;
import org.evenhand.core.model.StreamId;
import org.evenhand.core.model.TaskRange;
import org.evenhand.core.model.Terms.Deferral;

/** Facts about tasks. */
public sealed interface TaskFact extends Fact {
    TaskRange range();

    /**
     * New work waits for a node.
     *
     * @param fragment the tasks and their terms
     */
    record Queued(Fragment fragment) implements TaskFact {
        @Override
        public TaskRange range() {
            return fragment.range();
        }

        @Override
        public String kind() {
            return "queued";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range().toString());
            fragment.terms().write(object);
        }
    }

    /** Waiting tasks were given to a node. */
    record Placed(TaskRange range, StreamId node) implements TaskFact {
        @Override
        public String kind() {
            return "placed";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString()).put("node", node.toString());
        }
    }

    /** Relief took tasks from a node and gave them to a lighter one (Eq. 4). */
    record Moved(TaskRange range, StreamId from, StreamId to) implements TaskFact {
        @Override
        public String kind() {
            return "moved";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString()).put("from", from.toString()).put("to", to.toString());
        }
    }

    /** Why tasks went back to the queue. */
    enum Cause {
        NODE_FAILED,
        NODE_DRAINING,
        NODE_RETIRED;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Tasks were taken from a node that cannot run them, and wait again. From a failed node each counts as an attempt,
     * since nobody can say which had started.
     */
    record Recovered(TaskRange range, StreamId node, Cause cause) implements TaskFact {
        @Override
        public String kind() {
            return "recovered";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString()).put("node", node.toString()).put("cause", cause.word());
        }
    }

    /** Tasks ended: every attempt was on a node that failed. */
    record Poisoned(TaskRange range, StreamId node) implements TaskFact {
        @Override
        public String kind() {
            return "poisoned";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString()).put("node", node.toString());
        }
    }

    /**
     * Tasks ended well.
     *
     * @param range the tasks
     * @param node where they ran
     * @param meanMillis mean running time of one task, as reported, but no longer than the tasks have been in the pool
     * @param result SHA-256 over the results
     */
    record Finished(TaskRange range, StreamId node, long meanMillis, Digest result) implements TaskFact {
        @Override
        public String kind() {
            return "finished";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString())
                    .put("node", node.toString())
                    .put("meanMillis", meanMillis)
                    .put("result", result.hex());
        }
    }

    /** Tasks ended badly and wait for another attempt. */
    record Requeued(TaskRange range, StreamId node, String reason) implements TaskFact {
        @Override
        public String kind() {
            return "requeued";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString()).put("node", node.toString()).put("reason", reason);
        }
    }

    /** Tasks ended badly for the last time. */
    record Failed(TaskRange range, StreamId node, String reason) implements TaskFact {
        @Override
        public String kind() {
            return "failed";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString()).put("node", node.toString()).put("reason", reason);
        }
    }

    /** A node reported the end of tasks that it does not own, or not any more: it has no effect. */
    record LateResult(TaskRange range, StreamId node) implements TaskFact {
        @Override
        public String kind() {
            return "late-result";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString()).put("node", node.toString());
        }
    }

    /** Tasks ended because their submitter wanted it, wherever they were. */
    record Cancelled(TaskRange range) implements TaskFact {
        @Override
        public String kind() {
            return "cancelled";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString());
        }
    }

    /** Tasks have another priority, wherever they are. */
    record Reprioritised(TaskRange range, int priority) implements TaskFact {
        @Override
        public String kind() {
            return "reprioritised";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString()).put("priority", priority);
        }
    }

    /** Waiting tasks could not be placed; said once per reason. */
    record Deferred(TaskRange range, Deferral reason) implements TaskFact {
        @Override
        public String kind() {
            return "deferred";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString()).put("reason", reason.word());
        }
    }

    /** Tasks ended: no node of the pool could ever hold one of them. */
    record Unplaceable(TaskRange range) implements TaskFact {
        @Override
        public String kind() {
            return "unplaceable";
        }

        @Override
        public void write(Json.ObjectBuilder object) {
            object.put("range", range.toString());
        }
    }
}
