package org.evenhand.node.executors;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a task works on.
 *
 * @param file a copy that is the task's own; nothing if it works on nothing
 */
record TaskInput(Optional<Path> file) {
    static final TaskInput NONE = new TaskInput(Optional.empty());

    /** The file of a task that cannot do without. */
    Path required() throws TaskFailure {
        return file.orElseThrow(() -> TaskFailure.ofAll("input-missing", "the submission names no input"));
    }
}
