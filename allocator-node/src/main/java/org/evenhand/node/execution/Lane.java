package org.evenhand.node.execution;

import java.util.Optional;
import org.evenhand.core.json.Digest;

/** Runs tasks one after the other, on one thread. */
public interface Lane extends AutoCloseable {
    /** Runs a task until it has ended, or soon after it was stopped. */
    End run(LaneTask task);

    @Override
    default void close() {}

    /** Makes the lanes of one assignment. Called in the thread that will run the lane. */
    @FunctionalInterface
    interface Opener {
        Lane open();
    }

    /**
     * How a task ended.
     *
     * @param failure why it ended badly: lower-case letters, digits and hyphens; empty if it ended well
     * @param ofAll whether every other task of the assignment would end the same
     * @param result digest of its result document, if it made one
     */
    record End(String failure, boolean ofAll, Optional<Digest> result) {
        private static final End WELL = new End("", false, Optional.empty());

        public static End well() {
            return WELL;
        }

        public static End well(Digest result) {
            return new End("", false, Optional.of(result));
        }

        public static End badly(String failure) {
            return new End(failure, false, Optional.empty());
        }

        /** The assignment's tasks have something in common that makes all of them end badly. */
        public static End badlyForAll(String failure) {
            return new End(failure, true, Optional.empty());
        }
    }
}
