package org.evenhand.cli.demo;

import java.io.IOException;
import org.evenhand.core.model.StreamId;

/** What the chapters of the story can make happen, and their clock. */
interface Stage {
    /** A clock that only goes forward. */
    long nanos();

    /** Tells the audience. */
    void say(String line);

    /** Hands in as many long tasks as there are nodes. */
    void submitLongTasks();

    /** Lets programs that are not the pool's take so much of a node's processor; 0 ends that. */
    void load(StreamId node, long millicores);

    /** Ends a node as if its power had failed. */
    void kill(StreamId node);

    /** Starts the node that was not there at the beginning. */
    void startNewcomer() throws IOException;
}
