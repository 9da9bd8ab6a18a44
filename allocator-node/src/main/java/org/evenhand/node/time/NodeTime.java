package org.evenhand.node.time;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One node's view of time and threads: everything that is run here runs one after the other, in the node's mailbox;
 * only {@link #call} leaves it.
 */
public final class NodeTime {
    private final Timers timers;
    private final Mailbox mailbox;
    private final Executor calls;

    /**
     * Time for one node.
     *
     * @param calls threads for calls that block
     */
    public NodeTime(Timers timers, Mailbox mailbox, Executor calls) {
        this.timers = timers;
        this.mailbox = mailbox;
        this.calls = calls;
    }

    /** Now, in milliseconds since 1970. */
    public long nowMillis() {
        return timers.nowMillis();
    }

    /** Milliseconds of a clock that never steps: only the difference of two readings means anything. */
    public long upMillis() {
        return timers.upMillis();
    }

    /** Now, on both clocks. */
    public Moment now() {
        return new Moment(timers.nowMillis(), timers.upMillis());
    }

    /** Runs an action in the mailbox. */
    public void run(Runnable action) {
        mailbox.execute(action);
    }

    /** Runs an action in the mailbox, later; the result takes that back. */
    public Runnable later(long delayMillis, Runnable action) {
        return timers.after(delayMillis, () -> mailbox.execute(action))::cancel;
    }

    /** Runs a call that blocks outside of the mailbox; what it throws is a bug like any that the mailbox hears of. */
    public void call(Runnable blocking) {
        calls.execute(() -> {
            try {
                blocking.run();
            } catch (RuntimeException | Error bug) {
                mailbox.bug(bug);
            }
        });
    }

    /**
     * Runs one of two actions in the mailbox when a call is done.
     *
     * @param done takes its result
     * @param failed takes what made it fail
     */
    public <T> void when(CompletableFuture<T> call, Consumer<? super T> done, Consumer<Throwable> failed) {
        CompletableFuture<T> unused = call.whenComplete((result, failure) -> mailbox.execute(() -> {
            if (failure == null) {
                done.accept(result);
            } else {
                failed.accept(failure);
            }
        }));
    }
}
