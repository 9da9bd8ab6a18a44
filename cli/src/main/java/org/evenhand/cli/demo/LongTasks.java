package org.evenhand.cli.demo;

import java.util.concurrent.TimeUnit;
import org.evenhand.core.model.StreamId;

/**
 * Sees to it that a node holds a task that runs for some time: what happens to a node must have something to happen to.
 */
final class LongTasks {
    /** Tasks that were submitted lately may still be on their way to the node. */
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final Stage stage;
    private final Tally tally;
    private boolean submitted;
    private long submittedNanos;

    LongTasks(Stage stage, Tally tally) {
        this.stage = stage;
        this.tally = tally;
    }

    /** Whether a node holds some. */
    boolean areAt(StreamId node) {
        return tally.held(node, DemoPool.TRAIN.name()) > 0;
    }

    /** Submits some, unless that happened only just now, or some wait for a node as it is. */
    void submit() {
        long now = stage.nanos();
        boolean waiting = tally.waiting(DemoPool.TRAIN.name()) > 0;
        if (!submitted || (!waiting && now - submittedNanos >= AGAIN_NANOS)) {
            submitted = true;
            submittedNanos = now;
            stage.say("a batch of long tasks comes in");
            stage.submitLongTasks();
        }
    }
}
