package org.evenhand.cli.demo;

import java.io.IOException;

/**
 * A part of the story. Its beginning is set by the clock, its end by the ledger: it goes on until rounds have decided
 * what it is about, so that a slow machine tells the same story, only slower. It gives up at a limit of its own.
 */
interface Chapter {
    /**
     * Does what is due.
     *
     * @param passed how much of the time for the whole story has passed, 0 to 1 and more
     */
    void look(double passed) throws IOException;

    /** Whether what it is about has happened, or is not waited for any more: the next chapter may begin. */
    boolean isTold();

    /** Whether applications should hold back: the pool is so full that what is waited for has no room to happen. */
    default boolean needsRoom() {
        return false;
    }

    /** Whether nothing is left to do. */
    boolean isOver();
}
