package org.evenhand.node.time;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs what one node has to do one after the other, in the order given, on threads that all nodes share. What is
 * touched only from within a mailbox needs no lock.
 */
public final class Mailbox implements Executor {
    /** After so many actions a busy mailbox lets the others of its threads have a turn. */
    private static final int ACTIONS_PER_TURN_MAX = 64;

    private final Executor threads;
    private final Consumer<RuntimeException> onBug;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean hasTurn;
    private boolean closed;

    /**
     * An open mailbox.
     *
     * @param threads where actions run
     * @param onBug told of what an action throws; the mailbox goes on with the next action
     */
    public Mailbox(Executor threads, Consumer<RuntimeException> onBug) {
        this.threads = threads;
        this.onBug = onBug;
    }

    /** Hands in an action; it is dropped when the mailbox is closed. */
    @Override
    public void execute(Runnable action) {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            waiting.add(action);
            if (hasTurn) {
                return;
            }
            hasTurn = true;
        }
        takeTurn();
    }

    /** Drops what waits and takes nothing more. The action that runs now goes on to its end. */
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    private void takeTurn() {
        try {
            threads.execute(this::runSome);
        } catch (RejectedExecutionException shutDown) {
            close();
        }
    }

    private void runSome() {
        for (int done = 0; done < ACTIONS_PER_TURN_MAX; done++) {
            Runnable action = next();
            if (action == null) {
                return;
            }
            try {
                action.run();
            } catch (RuntimeException bug) {
                onBug.accept(bug);
            }
        }
        takeTurn();
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable action = waiting.poll();
            if (action == null) {
                hasTurn = false;
            }
            return action;
        }
    }
}
