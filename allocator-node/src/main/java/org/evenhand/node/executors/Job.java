package org.evenhand.node.executors;

import java.io.IOException;
import org.evenhand.core.model.Resources;
import org.evenhand.node.content.ResultDocument;
import org.evenhand.node.execution.Assignment;
import org.evenhand.node.execution.LaneTask;

/** Runs single tasks in one way. Called by many threads at once, each of which waits until its task has ended. */
interface Job {
    /** What the job's tasks work on, if anything, lies in the folder when they start. */
    ResultDocument run(Assignment assignment, LaneTask task, WorkFolder folder, TaskInput input)
            throws TaskFailure, IOException, InterruptedException;

    /** What the tasks that run now use of the standard resources, as far as anybody can see. */
    Resources usage();
}
