package org.evenhand.node.content;

import java.io.IOException;
import java.nio.file.Path;

/** Content that could not be kept or given; what was there before is as it was. */
public final class ContentException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** What is wrong. */
    public enum Problem {
        /** It is not here. */
        MISSING,
        /** Its bytes are not those that its digest names. */
        CORRUPT,
        /** It is larger than an item may be. */
        TOO_LARGE,
        /** There is no room for it, by the store's own limit. */
        FULL,
        /** The disk does not take it. */
        UNWRITABLE
    }

    public ContentException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    static ContentException unwritable(Path folder, IOException cause) {
        ContentException failure = new ContentException(
                Problem.UNWRITABLE, "expected to write to " + folder + ", found: " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    public Problem problem() {
        return problem;
    }
}
