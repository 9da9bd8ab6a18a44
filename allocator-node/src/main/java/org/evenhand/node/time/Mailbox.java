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
 *
 * <p>At most {@link #WAITING_MAX} actions wait. When there are more, the node does not keep up and cannot say which of
 * them it could do without: the mailbox closes, and says so as of a bug.
 */
public final class Mailbox implements Executor {
    static final int WAITING_MAX = 100_000;

    /** After so many actions a busy mailbox lets the others of its threads have a turn. */
    private static final int ACTIONS_PER_TURN_MAX = 64;

    private final Executor threads;
    private final Consumer<Throwable> onBug;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean hasTurn;
    private boolean closed;

    /**
     * An open mailbox.
     *
     * @param threads where actions run
     * @param onBug told of what an action throws, errors of the machine included, on any thread; the mailbox goes on
     *     with the next action unless it is closed
     */
    public Mailbox(Executor threads, Consumer<Throwable> onBug) {
        this.threads = threads;
        this.onBug = onBug;
    }

    /** Hands in an action; it is dropped when the mailbox is closed. */
    @Override
    public void execute(Runnable action) {
        boolean full;
        synchronized (waiting) {
            if (closed) {
                return;
            }
            full = waiting.size() == WAITING_MAX;
            if (!full) {
                waiting.add(action);
                if (hasTurn) {
                    return;
                }
                hasTurn = true;
            }
        }
        if (full) {
            close();
            // Not from here: whoever hands in an action must get away with that.
            run(() -> bug(new IllegalStateException(WAITING_MAX + " actions wait in a mailbox")));
        } else {
            run(this::runSome);
        }
    }

    /** Drops what waits and takes nothing more. The action that runs now goes on to its end. */
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    /** How many actions wait. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Tells of what was thrown on behalf of this mailbox's owner. */
    void bug(Throwable bug) {
        onBug.accept(bug);
    }

    private void run(Runnable turn) {
        try {
            threads.execute(turn);
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
            } catch (RuntimeException | Error bug) {
                bug(bug);
            }
        }
        run(this::runSome);
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
