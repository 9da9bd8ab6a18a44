package org.evenhand.node.stopping;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * What a node remembers from one life to the next: that it was drained only because it stopped, so that it takes the
 * drain back when it starts again. A node that its owner has drained has no such note, and stays drained. For one
 * thread.
 */
public interface StopNote {
    /**
     * The last entry of its stream when the node had stopped, 0 if its stop was cut short; nothing without a note. An
     * entry that was written since is its owner's, who may have asked for a drain of his own.
     */
    OptionalLong lastSequence();

    /** Writes the note, in place of one that is there. */
    void write(long lastSequence) throws IOException;

    void erase() throws IOException;

    /** A note that ends with the process, for nodes that have no folder. */
    static StopNote inMemory() {
        return new StopNote() {
            private OptionalLong noted = OptionalLong.empty();

            @Override
            public OptionalLong lastSequence() {
                return noted;
            }

            @Override
            public void write(long lastSequence) {
                noted = OptionalLong.of(lastSequence);
            }

            @Override
            public void erase() {
                noted = OptionalLong.empty();
            }
        };
    }
}
