package org.evenhand.node.execution;

import org.evenhand.core.json.Digest;
import org.evenhand.core.json.Json;
import org.evenhand.core.model.Resources;
import org.evenhand.core.model.TaskRange;

/** Runs the tasks of one node. May be called by any thread; once it is closed it starts nothing more. */
public interface TaskExecutor extends AutoCloseable {
    /**
     * Starts tasks.
     *
     * @param assignment the tasks, and how many of them run at once
     * @param onProgress called, on any thread, when some have ended; not necessarily for every one of them
     */
    Execution start(Assignment assignment, Runnable onProgress);

    /** The largest {@link Assignment#lanes} over all that this executor runs at once. */
    int lanesMax();

    /**
     * How long an assignment's lanes should stay busy with it, in milliseconds: an executor to which a start costs
     * something is given many short tasks at once.
     */
    long assignmentMillis();

    /** What the tasks that run now use: measured where it can be measured. */
    Resources usage();

    /**
     * The digest of a range's results, all of which ended well here and were not forgotten. An executor whose tasks
     * make nothing answers with a function of payload and range alone. Works once the executor is closed, too.
     */
    default Digest result(Digest payload, TaskRange range) {
        return Digest.of(Json.object()
                .put("payload", payload.hex())
                .put("range", range.toString())
                .build());
    }

    /** Nobody will ask for the results of these tasks any more: they were settled, or taken away. */
    default void forget(TaskRange range) {}

    /** Stops everything that runs. */
    @Override
    void close();
}
